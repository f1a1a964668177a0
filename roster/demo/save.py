"""Writes what was made up into the tables, many rows a statement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from roster.demo.calendar import instant
from roster.demo.diary import KINDS, Away, Diary, Promise, Taking
from roster.demo.names import FIRST_CODE, WARDS
from roster.demo.people import Person
from roster.demo.promises import venues
from roster.extensions import Model, db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.abstraction import Abstraction, AbstractionCategory
from roster.models.area import Bcu, Borough, Team
from roster.models.contact_session import ContactSession, ContactSessionStatus, Naming, Venue
from roster.models.duty import Duty, DutyState, RestDay, RestKind, ShiftTemplate
from roster.models.officer import Charge, Employment, Officer, Posting, Rank, Supervision
from roster.models.skill import Skill, SkillGrant

Row = dict[str, Any]
DECLINED = "Two others of the team are away on those days"


@dataclass(slots=True)
class Keys:
    """The ids that the database gave, by the words that the diary uses."""

    skills: dict[str, int]
    shifts: dict[str, int]
    categories: dict[str, int]
    borough: int
    teams: dict[str, int] = field(default_factory=dict)
    venues: dict[tuple[str, str], int] = field(default_factory=dict)
    officers: dict[int, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)


def add(table: type[Model], rows: Iterable[Row]) -> None:
    found = list(rows)
    if found:
        db.session.execute(insert(table.__table__), found)  # type: ignore[arg-type]


def add_numbered(table: type[Model], rows: Iterable[Row]) -> list[int]:
    """The same, with the ids in the order of the rows."""
    asked = insert(table).returning(table.id, sort_by_parameter_order=True)  # type: ignore[attr-defined]
    return list(db.session.scalars(asked, list(rows)))


def keys_of(diary: Diary) -> Keys:
    """The catalogue's ids, and new areas, wards, venues and officers."""
    (bcu,) = add_numbered(Bcu, [{"name": "South Area"}])
    (borough,) = add_numbered(Borough, [{"name": "Bromley", "bcu_id": bcu}])
    keys = Keys(_by_code(Skill), _by_code(ShiftTemplate), _by_code(AbstractionCategory), borough)
    wards = [
        {"borough_id": borough, "code": f"E{FIRST_CODE + n:08}", "name": ward} for n, ward in enumerate(WARDS)
    ]
    keys.teams = dict(zip(WARDS, add_numbered(Team, wards), strict=True))
    places = [(ward, name) for ward in WARDS for name in venues(ward)]
    rows = [{"team_id": keys.teams[ward], "name": name} for ward, name in places]
    keys.venues = dict(zip(places, add_numbered(Venue, rows), strict=True))
    ids = add_numbered(Officer, map(officer_row, diary.people))
    keys.officers = {person.number: key for person, key in zip(diary.people, ids, strict=True)}
    keys.names = {person.name: keys.officers[person.number] for person in diary.people}
    return keys


def _by_code(table: Any) -> dict[str, int]:
    return {row.code: row.id for row in db.session.execute(select(table.code, table.id))}


def officer_row(person: Person) -> Row:
    """An officer, as the table has it."""
    first_name, _, last_name = person.name.partition(" ")
    return {
        "warrant_number": person.warrant_number,
        "first_name": first_name,
        "last_name": last_name,
        "rank": person.rank,
        "employment": Employment.STAFF if person.rank is Rank.PCSO else Employment.OFFICER,
        # Three days of the five that others work.
        "fte_hundredths": 60 if person.pattern == "part_time" else 100,
    }


def save_people(diary: Diary, keys: Keys) -> None:
    """Postings, supervision, the inspector's borough, and skills."""
    people = [(person, keys.officers[person.number]) for person in diary.people]
    add(Posting, (row for one, key in people for row in _postings(one, key, keys)))
    add(Supervision, (row for one, key in people for row in _supervision(one, key, keys)))
    add(SkillGrant, (row for one, key in people for row in _grants(one, key, keys)))
    inspectors = (key for one, key in people if one.rank is Rank.INSPECTOR)
    add(Charge, ({"officer_id": key, "borough_id": keys.borough} for key in inspectors))


def _postings(person: Person, key: int, keys: Keys) -> Iterable[Row]:
    for ward, first, last in person.postings:
        yield {"officer_id": key, "team_id": keys.teams[ward], "first_day": first, "last_day": last}


def _supervision(person: Person, key: int, keys: Keys) -> Iterable[Row]:
    for ward in person.supervises:
        since = person.postings[0].first
        yield {"officer_id": key, "team_id": keys.teams[ward], "first_day": since, "last_day": None}


def _grants(person: Person, key: int, keys: Keys) -> Iterable[Row]:
    for grant in person.grants:
        yield {
            "officer_id": key,
            "skill_id": keys.skills[grant.skill],
            "first_day": grant.first,
            "last_day": grant.last,
            "suspended": grant.suspended,
        }


def save_time(diary: Diary, keys: Keys) -> None:
    """Duties, rest days, absences and abstractions."""
    add(Duty, _duties(diary, keys))
    add(RestDay, _rest_days(diary, keys))
    add(Absence, (_absence(away, keys) for away in diary.aways))
    add(Abstraction, (_abstraction(taking, keys) for taking in diary.takings))


def _absence(away: Away, keys: Keys) -> Row:
    return {
        "officer_id": keys.officers[away.person.number],
        "starts_at": away.span.start,
        "ends_at": away.span.end,
        "kind": away.kind,
        "status": away.status,
        "decline_reason": DECLINED if away.status is AbsenceStatus.DECLINED else "",
    }


def _abstraction(taking: Taking, keys: Keys) -> Row:
    return {
        "officer_id": keys.officers[taking.person.number],
        "category_id": keys.categories[taking.category],
        "starts_at": taking.span.start,
        "ends_at": taking.span.end,
        "planned_ends_at": taking.planned_end,
        "status": taking.status,
        "requested_by": taking.asked_by,
        "confirmed_at": taking.confirmed_at,
    }


def _duties(diary: Diary, keys: Keys) -> Iterable[Row]:
    for (number, day), shift in diary.shifts.items():
        published_on = diary.window.published_on(day)
        yield {
            "officer_id": keys.officers[number],
            "shift_template_id": keys.shifts[shift.code],
            "starts_at": shift.span.start,
            "ends_at": shift.span.end,
            "kind": KINDS[shift.code],
            "state": DutyState.PUBLISHED if shift.published else DutyState.DRAFT,
            "published_at": instant(published_on, 14 * 60) if shift.published else None,
        }


def _rest_days(diary: Diary, keys: Keys) -> Iterable[Row]:
    for (number, day), is_free_day in diary.rests.items():
        yield {
            "officer_id": keys.officers[number],
            "day": instant(day),
            "kind": RestKind.FREE_DAY if is_free_day else RestKind.REST_DAY,
            "state": DutyState.PUBLISHED if day < diary.window.drafts_from else DutyState.DRAFT,
        }


def save_promises(diary: Diary, keys: Keys) -> dict[int, Promise]:
    """The contact promises by id, with the officers who were named at first."""
    diary.promises.sort(key=lambda promise: (promise.span.start, promise.ward, promise.title))
    ids = add_numbered(ContactSession, (_contact_session(promise, keys) for promise in diary.promises))
    promises = dict(zip(ids, diary.promises, strict=True))
    add(Naming, (row for key, one in promises.items() for row in naming_rows(key, one.named, keys)))
    return promises


def naming_rows(contact_session: int, people: Iterable[Person], keys: Keys) -> Iterable[Row]:
    for person in people:
        yield {"contact_session_id": contact_session, "officer_id": keys.officers[person.number]}


def _contact_session(promise: Promise, keys: Keys) -> Row:
    is_cancelled = bool(promise.cancelled_because)
    return {
        "team_id": keys.teams[promise.ward],
        "venue_id": keys.venues[promise.ward, promise.venue],
        "required_skill_id": keys.skills[promise.skill] if promise.skill else None,
        "title": promise.title,
        "starts_at": promise.span.start,
        "ends_at": promise.span.end,
        "officers_needed": promise.needs,
        "status": ContactSessionStatus.CANCELLED if is_cancelled else ContactSessionStatus.PLANNED,
        "cancelled_because": promise.cancelled_because,
    }
