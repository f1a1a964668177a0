"""Eight people press every kind of button on two teams at once: no crash, and every flag is true after."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from roster.errors import Changed, Refusal
from roster.extensions import db
from roster.models.abstraction import AbstractionCategory
from roster.models.contact_session import ContactSession
from roster.models.officer import Officer
from roster.services.abstractions import log_abstraction
from roster.services.contact_sessions import cancel_contact_session, reinstate_contact_session
from tests.services.test_flags_after_services import People, expected, standing

CLIENTS, PRESSES = 8, 25


def pressing(app: Flask, people: People, together: Barrier) -> list[BaseException]:
    """What went wrong on the way, other than in words for people."""
    faults: list[BaseException] = []
    buttons = [name for name in dir(people) if name.startswith("do_") and not name.startswith("do_take")]
    with app.app_context():
        together.wait(timeout=30)
        for _ in range(PRESSES):
            name = people.random.choice([*buttons, "take"])
            try:
                take(people) if name == "take" else getattr(people, name)()
            except (Changed, Refusal):
                pass
            except Exception as error:
                faults.append(RuntimeError(f"{name}: {error!r}"))
            finally:
                db.session.rollback()
        db.session.remove()
    return faults


def take(people: People) -> None:
    category = db.session.get_one(AbstractionCategory, people.category_id)
    log_abstraction(people.pick(Officer), people.span(), category, f"{people.random.random()}", by=people.by)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_flag_is_true_after_a_rush(app, at, seed):
    at("2026-10-20 08:00", tick=True)
    first = People(seed)
    for one in list(db.session.scalars(select(ContactSession))):
        cancel_contact_session(one.id, "To be judged", by=first.by)
        reinstate_contact_session(one.id, by=first.by)
    db.session.rollback()
    together = Barrier(CLIENTS)
    crowd = [first.like(Random(seed * 100 + n)) for n in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        faults = [
            fault for found in pool.map(lambda one: pressing(app, one, together), crowd) for fault in found
        ]
    assert faults == []
    assert standing() == expected()
