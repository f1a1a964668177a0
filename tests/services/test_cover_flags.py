"""Saying that a flag is in hand, on both databases."""

import pytest
from sqlalchemy import func, select

from roster.errors import NotAllowed, NotFound
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.services.cover_flags import acknowledge
from tests.factories import make_actor, make_contact_session, make_flag, make_team

TEN = "2026-12-03 10:00"


def acknowledgements() -> int:
    asked = select(func.count()).where(AuditEntry.action == "cover-flag:acknowledge")
    return db.session.scalar(asked)


def test_the_first_to_acknowledge_stays_so(database, at) -> None:
    team = make_team()
    flag, first, second = (
        make_flag(make_contact_session(team, TEN)),
        make_actor(teams=[team]),
        make_actor(teams=[team]),
    )
    instant = at("2026-12-03 08:00")
    acknowledge(flag.id, by=first)
    at("2026-12-03 08:05")
    acknowledge(flag.id, by=second)
    assert (flag.acknowledged_at, flag.acknowledged_by_id) == (instant, first.account_id)
    assert acknowledgements() == 1


def test_a_resolved_flag_needs_nobody(database, at) -> None:
    team = make_team()
    flag = make_flag(make_contact_session(team, TEN))
    flag.resolved_at = at("2026-12-03 08:00")
    db.session.commit()
    acknowledge(flag.id, by=make_actor(teams=[team]))
    assert flag.acknowledged_at is None
    assert acknowledgements() == 0


def test_only_the_teams_sergeant_acknowledges(database) -> None:
    team = make_team()
    flag = make_flag(make_contact_session(team, TEN))
    for stranger in (make_actor(teams=[make_team("Darwin")]), make_actor("manager", teams=[team])):
        with pytest.raises(NotAllowed):
            acknowledge(flag.id, by=stranger)
    with pytest.raises(NotFound):
        acknowledge(999, by=make_actor(teams=[team]))
