"""What logging an abstraction would do, before it is logged; and what giving the officer back brings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from roster import clock
from roster.coverage.gaps import OfficerId
from roster.extensions import db
from roster.models.area import Team
from roster.models.contact_session import ContactSession, Venue
from roster.models.officer import Officer
from roster.queries.coverage import facts_of
from roster.queries.losses import RestDayTaken, Weighed, on_the_ward, rest_days_taken, weigh
from roster.queries.nearby import FAR_SECONDS, Already, DutyTaken, nearby
from roster.queries.work import work_of
from roster.rules.findings import reach
from roster.rules.rest import RestAround, rest_around
from roster.rules.worsening import Worse, days_around, worse_with
from roster.values import Span


@dataclass(frozen=True, slots=True)
class SessionChange:
    """A contact session that the change touches: what it is, before and after, who could stand in."""

    id: int
    title: str
    venue: str
    team: str
    span: Span
    weighed: Weighed
    free: tuple[tuple[int, str], ...] = ()
    free_in_part: tuple[tuple[str, tuple[Span, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Harm:
    """All that taking the officer for the span does; rest and broken rules where it is to work elsewhere."""

    officer_id: int
    span: Span
    team_id: int | None = None
    contact_sessions: tuple[SessionChange, ...] = ()
    duties: tuple[DutyTaken, ...] = ()
    bare: tuple[tuple[str, tuple[Span, ...]], ...] = ()
    rest: RestAround | None = None
    broken: tuple[Worse, ...] = ()
    rest_days: tuple[RestDayTaken, ...] = ()
    holiday: str = ""
    absences: tuple[Already, ...] = ()
    conflicts: tuple[Already, ...] = ()
    holds_skill: bool = True

    @property
    def lost(self) -> tuple[SessionChange, ...]:
        return tuple(one for one in self.contact_sessions if one.weighed.is_worse)

    @property
    def kept(self) -> tuple[SessionChange, ...]:
        return tuple(one for one in self.contact_sessions if not one.weighed.is_worse)


@dataclass(frozen=True, slots=True)
class Gain:
    """What giving the officer back for the span brings."""

    contact_sessions: tuple[SessionChange, ...] = ()
    ward: tuple[Span, ...] = ()


def harm_of(officer_id: int, span: Span, skill_id: int | None = None) -> Harm:
    """What taking the officer for the span would do; nothing is written."""
    near = nearby(officer_id, span, skill_id)
    return Harm(
        officer_id,
        span,
        near.team_at(span.start),
        _sessions(officer_id, span, taken=[span]),
        tuple(near.duties_taken(span)),
        tuple(near.bare(span)),
        rest_days=tuple(rest_days_taken(span, near.rest_days, clock.today(), near.dates_taken)),
        holiday=near.holiday_taken(span),
        absences=tuple(near.absences),
        conflicts=tuple(one for one in near.abstractions if one.span.overlaps(span)),
        holds_skill=skill_id is None or near.holds_skill,
    )


def harm_of_abstraction(officer_id: int, span: Span, skill_id: int | None = None) -> Harm:
    """The same where the officer is to work elsewhere: an abstraction counts in every rule (RULES 6)."""
    harm, period = harm_of(officer_id, span, skill_id), days_around(span)
    worked = work_of([officer_id], reach(period))[officer_id]
    far = Span(span.start - FAR_SECONDS, span.end + FAR_SECONDS)
    near = [one for one in worked.work if far.overlaps(one)]
    return replace(
        harm,
        rest=rest_around(near, span, worked.rules),
        broken=tuple(worse_with(worked, span, period)),
    )


def gain_of(officer_id: int, span: Span) -> Gain:
    """What giving the officer back for the span, now abstracted, would bring."""
    near = nearby(officer_id, span)
    away = [one.span for one in near.absences]
    ward = on_the_ward(near.ward_duties, away, [span])
    return Gain(_sessions(officer_id, span, given_back=[span]), tuple(ward))


def _sessions(officer_id: int, span: Span, **change: list[Span]) -> tuple[SessionChange, ...]:
    weighed = [
        weigh(judged.need, judged.facts, officer_id, **change)
        for judged in facts_of((), officer_ids=[officer_id], span=span)
        if not judged.cancelled
    ]
    return session_changes(weighed)


def session_changes(weighed: Sequence[Weighed]) -> tuple[SessionChange, ...]:
    """What was weighed, with the words that a page needs; in the order of time."""
    if not weighed:
        return ()
    titles = _titles([one.need.id for one in weighed])
    names = _names({free for one in weighed for free in _everyone_free(one)})
    return tuple(
        _change(one, titles[one.need.id], names) for one in sorted(weighed, key=lambda w: w.need.span)
    )


def _change(weighed: Weighed, title: tuple[str, str, str], names: dict[OfficerId, str]) -> SessionChange:
    return SessionChange(
        int(weighed.need.id),
        *title,
        weighed.need.span,
        weighed,
        tuple((int(one), names[one]) for one in weighed.free.whole),
        tuple((names[one], spans) for one, spans in weighed.free.part),
    )


def _everyone_free(weighed: Weighed) -> list[OfficerId]:
    return [*weighed.free.whole, *(one for one, _ in weighed.free.part)]


def _titles(ids: list[OfficerId]) -> dict[OfficerId, tuple[str, str, str]]:
    asked = (
        select(ContactSession.id, ContactSession.title, Venue.name, Team.name)
        .join(Venue, Venue.id == ContactSession.venue_id)
        .join(Team, Team.id == ContactSession.team_id)
        .where(ContactSession.id.in_(ids))
    )
    return {one: (title, venue, team) for one, title, venue, team in db.session.execute(asked)}


def _names(ids: set[OfficerId]) -> dict[OfficerId, str]:
    if not ids:
        return {}
    asked = select(Officer.id, Officer.rank, Officer.last_name).where(Officer.id.in_(sorted(ids)))
    return {one: f"{rank} {last_name}" for one, rank, last_name in db.session.execute(asked)}
