"""A world in which every text that people can fill in is hostile: a ward team for each payload."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_security.utils import hash_password
from sqlalchemy import select

from roster.extensions import db
from roster.models.abstraction import AbstractionCategory
from roster.models.area import Team
from roster.models.contact_session import Venue
from roster.models.cover_flag import CoverFlag
from roster.models.duty import ShiftTemplate
from roster.models.officer import Officer
from roster.models.skill import Skill
from roster.permissions import Actor
from roster.queries.accounts import actor_of
from roster.services.abstractions import log_abstraction
from roster.services.contact_sessions import cancel_contact_session, create_contact_session
from roster.services.namings import name_officers
from roster.services.promises import Promise
from tests import factories as make
from tests.journeys.desks import PASSWORD
from tests.journeys.payloads import PAYLOADS, SHORT


@dataclass
class Ward:
    """One payload's things, each of them called by it."""

    text: str
    letters: str
    team: Team
    day: date
    officer: Officer
    spare: Officer
    skill: Skill
    category: AbstractionCategory
    template: ShiftTemplate
    venue: Venue


@dataclass
class World:
    """The addresses that hold one payload each, in the order of PAYLOADS."""

    pages: list[list[str]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)


def build(today: date) -> World:
    """Sergeant, manager and officer with accounts, and all that they can look at."""
    people = {name: make.make_officer("x", rank) for name, rank in (("hart", "PS"), ("cole", "Insp"))}
    wards = [ward(number, today + timedelta(days=1 + number % 5)) for number in range(len(PAYLOADS))]
    for one in wards:
        make.make_supervision(people["hart"], one.team)
        make.make_charge(people["cole"], one.team.borough)
    people["shah"] = make.make_officer("x", team=wards[0].team)
    for (name, officer), text in zip(people.items(), PAYLOADS, strict=False):
        officer.first_name = officer.last_name = text
        roles = {"hart": ("officer", "sergeant"), "cole": ("manager",), "shah": ("officer",)}[name]
        account = make.make_account(officer, roles, email=f"{name}@demo.example")
        account.password = hash_password(PASSWORD)
    db.session.commit()
    by = actor_of(db.session.merge(_account(people["hart"])))
    world = World()
    for one in wards:
        world.pages.append(taken_and_called_off(one, by))
        world.forms.append(f"/abstractions/new?officer={one.spare.id}&date={one.day}")
    an_officers_own(people["shah"], wards, today, by)
    db.session.remove()
    return world


def _account(officer: Officer) -> make.Account:
    return (
        db.session.scalars(select(make.Account).where(make.Account.officer_id == officer.id)).unique().one()
    )


def ward(number: int, day: date) -> Ward:
    """A team with two officers on Early, and a shift, a skill, a category and a venue of its own."""
    text, letters = PAYLOADS[number], SHORT[number % len(SHORT)]
    team = make.make_team(text, borough=make.make_area(text, text))
    template = make.make_template(f"{letters[:4]}{number}", text[:40])
    officers = []
    for rank in ("PC", "PCSO"):
        officers.append(make.make_officer("x", rank, team=team, warrant_number=f"{letters}{number}{rank}"))
        officers[-1].first_name = officers[-1].last_name = text
        make.make_duty(officers[-1], f"{day} 07:00", template=template)
    skill = make.make_skill(f"skill{number}", letters=letters[:4])
    category = make.make_category(f"category{number}", letters=letters[:5])
    venue = make.make_venue(team, text)
    skill.name = category.name = venue.address = text
    template.colour = letters
    make.grant(officers[0], skill)
    return Ward(text, letters, team, day, *officers, skill, category, template, venue)


def taken_and_called_off(one: Ward, by: Actor) -> list[str]:
    """One contact session lost to an abstraction, one cancelled; the addresses of all that there is."""
    lost = _promised(one, 10, one.officer, by)
    span = make.span(f"{one.day} 08:00", hours=5)
    taken = log_abstraction(one.officer, span, one.category, one.text, by=by).id
    off = _promised(one, 14, one.spare, by, one.skill)
    cancel_contact_session(off, one.text, by=by)
    stands = CoverFlag.resolved_at.is_(None), CoverFlag.contact_session_id == lost
    flag = db.session.scalars(select(CoverFlag).where(*stands)).one()
    duty = db.session.scalars(select(make.Duty).where(make.Duty.officer_id == one.officer.id)).one()
    held = db.session.scalars(
        select(make.SkillGrant).where(make.SkillGrant.officer_id == one.officer.id)
    ).one()
    person, team = f"/officers/{one.officer.id}", one.team.id
    return [
        *(
            f"{person}{path}"
            for path in ("", "/skills/grant", f"/skills/{held.id}/expire", f"/days/{one.day}")
        ),
        *(f"{person}/days/{one.day}/{noun}/new" for noun in ("duties", "absences")),
        *(f"/duties/{duty.id}/{verb}" for verb in ("change", "remove")),
        *(f"/contact-sessions/{lost}{path}" for path in ("", "/edit", "/name", "/cancel")),
        f"/contact-sessions/{off}",
        f"/flags/{flag.id}",
        *(f"/abstractions/{taken}{path}" for path in ("", "/end", "/cancel")),
        f"/roster?team={team}&from={one.day}",
        f"/board?team={team}&day={one.day}",
        f"/reports/abstraction/rows?measure=abstracted&ward={team}&from={one.day}&to={one.day}",
    ]


def _promised(one: Ward, hour: int, officer: Officer, by: Actor, skill: Skill | None = None) -> int:
    at = make.wall(f"{one.day} {hour}:00")
    wanted = Promise(
        one.team.id, one.text, at, at + timedelta(hours=1), 1, skill.id if skill else None, one.venue.id
    )
    promised = create_contact_session(wanted, by=by)
    return name_officers(promised.id, [officer.id], by=by).id


def an_officers_own(officer: Officer, wards: list[Ward], today: date, by: Actor) -> None:
    """Two contact sessions a day for the coming weeks, and two abstractions a day for the last ones."""
    for number, one in enumerate(wards):
        day, hour = 1 + number // 2, (8, 12)[number % 2]
        at = make.wall(f"{today + timedelta(days=day)} {hour:02}:00")
        wanted = Promise(wards[0].team.id, one.text, at, at + timedelta(hours=1), venue_id=wards[0].venue.id)
        name_officers(create_contact_session(wanted, by=by).id, [officer.id], by=by)
        gone = f"{today - timedelta(days=day)} {hour:02}:00"
        make.make_abstraction(officer, gone, hours=2, category=one.category, requested_by=one.text)
