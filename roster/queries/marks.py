"""What officers do in a span, and what keeps them away: published and confirmed only."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, String, literal, null, select, type_coerce, union_all

from roster.extensions import db
from roster.models.absence import Absence, AbsenceStatus
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory
from roster.models.duty import Duty, DutyState, RestDay, ShiftTemplate
from roster.values import Span

DAY = 86_400  # no duty or abstraction is longer: the database sees to it


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that an officer does, or that keeps the officer away."""

    what: str  # duty, abstraction, absence or rest_day
    id: int
    officer_id: int
    span: Span
    counts: bool  # an abstraction that figures count as one
    word: str  # the shift's or category's name, or the kind of absence
    kind: str  # the duty's kind
    colour: str
    asked_by: str
    letters: str


def marks_of(officer_ids: Collection[int], span: Span) -> list[Mark]:
    """Published duties, abstractions, approved absences and rest days that reach into the span."""
    rows = db.session.execute(union_all(*_marks(officer_ids, span)))
    return [
        Mark(what, one, officer, Span(starts, ends), bool(counts), *(text or "" for text in texts))
        for what, one, officer, starts, ends, counts, *texts in rows
    ]


def _marks(officer_ids: Collection[int], span: Span) -> list[Any]:
    return [part(officer_ids, span) for part in (_duties, _takings, _absences, _rest_days)]


def _duties(officer_ids: Collection[int], span: Span) -> Any:
    return (
        _columns("duty", Duty, ShiftTemplate.name, type_coerce(Duty.kind, String), ShiftTemplate.colour)
        .outerjoin(ShiftTemplate, ShiftTemplate.id == Duty.shift_template_id)
        .where(Duty.state == DutyState.PUBLISHED, *_reaching(Duty, officer_ids, span))
    )


def _takings(officer_ids: Collection[int], span: Span) -> Any:
    return (
        _columns(
            "abstraction",
            Abstraction,
            AbstractionCategory.name,
            asked_by=Abstraction.requested_by,
            letters=AbstractionCategory.letters,
            counts=AbstractionCategory.counts,
        )
        .join(AbstractionCategory, AbstractionCategory.id == Abstraction.category_id)
        .where(Abstraction.status.in_(TAKEN), *_reaching(Abstraction, officer_ids, span))
    )


def _absences(officer_ids: Collection[int], span: Span) -> Any:
    return _columns("absence", Absence, type_coerce(Absence.kind, String)).where(
        Absence.officer_id.in_(officer_ids),
        Absence.status == AbsenceStatus.APPROVED,
        Absence.ends_at > span.start,
        Absence.starts_at < span.end,
    )


def _rest_days(officer_ids: Collection[int], span: Span) -> Any:
    day = type_coerce(RestDay.day, BigInteger)
    word = type_coerce(RestDay.kind, String)
    return select(
        literal("rest_day"), RestDay.id, RestDay.officer_id, day, day + DAY, null(), word, *[null()] * 4
    ).where(
        RestDay.officer_id.in_(officer_ids),
        RestDay.state == DutyState.PUBLISHED,
        RestDay.day > span.start - DAY,
        RestDay.day < span.end,
    )


def _columns(what: str, table: Any, word: Any, *rest: Any, **known: Any) -> Any:
    """What, id, officer, start, end, counts, word, kind, colour, asked by, letters: alike for all four."""
    kind, colour = rest or (null(), null())
    counts, *more = (known.get(name, null()) for name in ("counts", "asked_by", "letters"))
    times = _seconds(table.starts_at, table.ends_at)
    return select(literal(what), table.id, table.officer_id, *times, counts, word, kind, colour, *more)


def _reaching(table: Any, officer_ids: Collection[int], span: Span) -> list[Any]:
    return [
        table.officer_id.in_(officer_ids),
        table.starts_at > span.start - DAY,
        table.starts_at < span.end,
        table.ends_at > span.start,
    ]


def _seconds(*columns: Any) -> list[Any]:
    return [type_coerce(column, BigInteger) for column in columns]
