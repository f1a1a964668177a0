"""What officers have on around a contact session, so that a page can say why one is not free."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, String, literal, select, type_coerce, union_all

from roster import clock
from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory, AbstractionFamily
from roster.models.columns import DAY_SECONDS
from roster.models.contact_session import ContactSession, ContactSessionStatus, Naming
from roster.models.duty import Duty, DutyState, RestDay, ShiftTemplate
from roster.models.officer import Officer
from roster.models.skill import Skill, SkillGrant
from roster.values import Span


class DoingKind(StrEnum):
    """What sort of row it is."""

    DUTY = "duty"
    DRAFT = "draft"
    REST = "rest"
    ABSENCE = "absence"
    ABSTRACTION = "abstraction"
    NAMING = "naming"
    SKILL = "skill"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing an officer has on: its row, its hours, and the word it is known by.

    word: a duty's shift, an absence's kind, an abstraction's category, a contact session's title.
    sort: the kind of duty or rest, where the word is a name.
    """

    kind: DoingKind
    row_id: int
    span: Span
    word: str
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """An officer, and what the officer has on that day."""

    name: str
    short_name: str
    doings: tuple[Doing, ...] = ()


def doings_around(
    officer_ids: Collection[int], span: Span, skill_id: int | None, contact_session_id: int
) -> dict[int, Around]:
    """By officer: the duties and rest of those London days, and what lies within the span itself."""
    if not officer_ids:
        return {}
    found: dict[int, list[Doing]] = {}
    names: dict[int, tuple[str, str]] = {}
    asked = _everything(list(officer_ids), span, skill_id or 0, contact_session_id)
    for what, officer_id, row_id, start, end, word, sort in db.session.execute(asked):
        if what == "name":
            names[officer_id] = (word, sort)
        else:
            found.setdefault(officer_id, []).append(
                Doing(DoingKind(what), row_id, Span(start, end), word, sort)
            )
    return {
        one: Around(name, short_name, tuple(sorted(found.get(one, ()), key=lambda doing: doing.span)))
        for one, (name, short_name) in names.items()
    }


def london_days(span: Span) -> Span:
    """All of the London days that the span touches."""
    first, last = clock.london_date(span.start), clock.london_date(span.end - 1)
    return Span.between(clock.midnight(first), clock.midnight(last + timedelta(days=1)))


def _everything(officer_ids: list[int], span: Span, skill_id: int, contact_session_id: int) -> Any:
    return union_all(
        _names(officer_ids),
        _duties(officer_ids, london_days(span)),
        _rests(officer_ids, london_days(span)),
        _absences(officer_ids, span),
        _abstractions(officer_ids, span),
        _namings(officer_ids, span, contact_session_id),
        _grants(officer_ids, skill_id),
    )


def _names(officer_ids: list[int]) -> Any:
    rank = type_coerce(Officer.rank, String)
    name, short_name = (
        rank + " " + Officer.first_name + " " + Officer.last_name,
        rank + " " + Officer.last_name,
    )
    none = literal(0)
    return select(literal("name"), Officer.id, none, none, none, name, short_name).where(
        Officer.id.in_(officer_ids)
    )


def _duties(officer_ids: list[int], days: Span) -> Any:
    word = db.func.coalesce(ShiftTemplate.name, "")
    return (
        select(*_columns(_published(Duty.state, "duty"), Duty, word, Duty.kind))
        .outerjoin(ShiftTemplate, ShiftTemplate.id == Duty.shift_template_id)
        .where(Duty.officer_id.in_(officer_ids), *_overlapping(Duty, days))
    )


def _rests(officer_ids: list[int], days: Span) -> Any:
    begins = type_coerce(RestDay.day, BigInteger)
    return select(
        _published(RestDay.state, "rest"),
        RestDay.officer_id,
        RestDay.id,
        begins,
        begins + DAY_SECONDS,
        literal(""),
        type_coerce(RestDay.kind, String),
    ).where(RestDay.officer_id.in_(officer_ids), RestDay.day >= days.start, RestDay.day < days.end)


def _absences(officer_ids: list[int], span: Span) -> Any:
    return select(*_columns(literal("absence"), Absence, Absence.kind, literal(""))).where(
        Absence.officer_id.in_(officer_ids),
        Absence.status == AbsenceStatus.APPROVED,
        # No look-back: a long absence may have begun weeks ago.
        Absence.starts_at < span.end,
        Absence.ends_at > span.start,
    )


def _abstractions(officer_ids: list[int], span: Span) -> Any:
    # People say ERPT, and give the other categories their names.
    response = AbstractionCategory.family == AbstractionFamily.RESPONSE
    word = db.case((response, AbstractionCategory.letters), else_=AbstractionCategory.name)
    return (
        select(*_columns(literal("abstraction"), Abstraction, word, literal("")))
        .join(AbstractionCategory, AbstractionCategory.id == Abstraction.category_id)
        .where(
            Abstraction.officer_id.in_(officer_ids),
            Abstraction.status.in_(TAKEN),
            *_overlapping(Abstraction, span),
        )
    )


def _namings(officer_ids: list[int], span: Span, contact_session_id: int) -> Any:
    return (
        select(
            literal("naming"),
            Naming.officer_id,
            ContactSession.id,
            type_coerce(ContactSession.starts_at, BigInteger),
            type_coerce(ContactSession.ends_at, BigInteger),
            ContactSession.title,
            literal(""),
        )
        .join(ContactSession, ContactSession.id == Naming.contact_session_id)
        .where(
            Naming.officer_id.in_(officer_ids),
            ContactSession.id != contact_session_id,
            ContactSession.status == ContactSessionStatus.PLANNED,
            *_overlapping(ContactSession, span),
        )
    )


def _grants(officer_ids: list[int], skill_id: int) -> Any:
    return (
        select(
            db.case((SkillGrant.suspended, "suspended"), else_="skill"),
            SkillGrant.officer_id,
            SkillGrant.id,
            type_coerce(SkillGrant.first_day, BigInteger),
            type_coerce(SkillGrant.last_day, BigInteger),
            Skill.name,
            literal(""),
        )
        .join(Skill, Skill.id == SkillGrant.skill_id)
        .where(SkillGrant.officer_id.in_(officer_ids), SkillGrant.skill_id == skill_id)
    )


def _columns(what: Any, table: Any, word: Any, sort: Any) -> list[Any]:
    return [
        what,
        table.officer_id,
        table.id,
        type_coerce(table.starts_at, BigInteger),
        type_coerce(table.ends_at, BigInteger),
        type_coerce(word, String),
        type_coerce(sort, String),
    ]


def _published(state: Any, word: str) -> Any:
    return db.case((state == DutyState.PUBLISHED, word), else_="draft")


def _overlapping(table: Any, span: Span) -> list[Any]:
    # Nothing of these lasts more than a day: the index need not look further back.
    return [
        table.starts_at < span.end,
        table.ends_at > span.start,
        table.starts_at > span.start - DAY_SECONDS,
    ]
