"""Taking officers from their ward: logging an abstraction, ending it early, cancelling it."""

from datetime import datetime
from typing import Any

from roster import clock
from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.abstraction import Abstraction, AbstractionCategory, AbstractionStatus
from roster.models.columns import DAY_SECONDS
from roster.models.notice import NoticeKind
from roster.models.officer import Officer
from roster.permissions import Actor, may
from roster.queries.abstractions import described, standing_at
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.services.locks import lock_officer, lock_postings
from roster.services.notices import tell
from roster.services.owing import owe_for, stand_again
from roster.values import Span


@transaction()
def log_abstraction(
    officer: Officer, span: Span, category: AbstractionCategory, requested_by: str, *, by: Actor
) -> Abstraction:
    """Take the officer from the ward for the span; the same request sent twice is logged once."""
    officer = lock_officer(officer.id)
    _refuse_outside_reach(officer, span.start, "abstraction:log", by)
    if span.seconds > DAY_SECONDS:
        raise Refusal("An abstraction lasts 24 hours at most: log each day of longer aid on its own")
    found = standing_at(officer.id, span)
    if found.abstraction and _is_the_same(found.abstraction, span, category, requested_by):
        return found.abstraction
    if found.abstraction:
        raise Refusal(f"{officer.short_name} is already taken then: {described(found.abstraction)}")
    abstraction = _confirmed(officer, span, category, requested_by)
    db.session.add(abstraction)
    record(by, "abstraction:log", abstraction, after=_values(abstraction))
    if found.rest_day:
        owe_for(abstraction, found.rest_day, found.owed)
    review_coverage([officer.id], span, by=by, teams_held=True)
    _tell(abstraction, NoticeKind.TAKEN)
    return abstraction


@transaction()
def end_early(abstraction: Abstraction, at: datetime, *, by: Actor, seen: int | None = None) -> Abstraction:
    """The officer is back from `at`, which becomes the true end; seen is the version on the page."""
    _hold(abstraction, "abstraction:end", by)
    if abstraction.status is AbstractionStatus.ENDED_EARLY and abstraction.ends_at == at:
        return abstraction
    _refuse_stale(abstraction, seen, f"back at {_hour(at)}", only=AbstractionStatus.CONFIRMED)
    if at <= abstraction.starts_at:
        raise Refusal(f"It starts at {_hour(abstraction.starts_at)}: cancel it if it does not happen")
    if at >= abstraction.ends_at:
        raise Refusal(f"Enter a time between {_hour(abstraction.starts_at)} and {_hour(abstraction.ends_at)}")
    before, given_back = _values(abstraction), Span.between(at, abstraction.ends_at)
    abstraction.ends_at, abstraction.status = at, AbstractionStatus.ENDED_EARLY
    record(by, "abstraction:end", abstraction, before=before, after=_values(abstraction))
    review_coverage([abstraction.officer_id], given_back, by=by, teams_held=True)
    _tell(abstraction, NoticeKind.TAKING_ENDED)
    return abstraction


@transaction()
def cancel_abstraction(abstraction: Abstraction, *, by: Actor, seen: int | None = None) -> Abstraction:
    """It does not happen, or was logged by mistake: the officer was never taken."""
    _hold(abstraction, "abstraction:cancel", by)
    if abstraction.status is AbstractionStatus.CANCELLED:
        return abstraction
    _refuse_stale(abstraction, seen, "cancelled")
    before = _values(abstraction)
    abstraction.status = AbstractionStatus.CANCELLED
    record(by, "abstraction:cancel", abstraction, before=before, after=_values(abstraction))
    stand_again(abstraction)
    review_coverage([abstraction.officer_id], abstraction.span, by=by, teams_held=True)
    _tell(abstraction, NoticeKind.TAKING_CANCELLED)
    return abstraction


def _refuse_outside_reach(officer: Officer, instant: int, permission: str, by: Actor) -> None:
    """Whose officer it is is asked of the day itself: teams change."""
    postings = lock_postings(officer.id)
    day = clock.london_date(instant)
    team = next(
        (p.team_id for p in postings if p.first_day <= day and (p.last_day is None or day <= p.last_day)),
        None,
    )
    if team is not None and may(by, permission, team):
        return
    if not any(may(by, permission, posting.team_id) for posting in postings):
        raise NotAllowed
    where = "no ward team" if team is None else "another ward team"
    raise Refusal(f"{officer.short_name} is posted to {where} on {day:%a} {day.day} {day:%b}")


def _hold(abstraction: Abstraction, permission: str, by: Actor) -> None:
    """Lock its officer, read it as it now is, and see whose it is."""
    officer = lock_officer(abstraction.officer_id)
    db.session.refresh(abstraction)
    _refuse_outside_reach(officer, abstraction.span.start, permission, by)


def _refuse_stale(
    abstraction: Abstraction, seen: int | None, yours: str, only: AbstractionStatus | None = None
) -> None:
    """Two people at once: the second is shown what the first one did."""
    changed = seen is not None and seen != abstraction.version
    if changed or (only is not None and abstraction.status is not only):
        raise Changed(yours, described(abstraction))


def _confirmed(officer: Officer, span: Span, category: AbstractionCategory, requested_by: str) -> Abstraction:
    return Abstraction(
        officer=officer,
        category=category,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        planned_ends_at=span.ends_at,
        status=AbstractionStatus.CONFIRMED,
        requested_by=requested_by,
        confirmed_at=clock.now(),
    )


def _is_the_same(
    abstraction: Abstraction, span: Span, category: AbstractionCategory, requested_by: str
) -> bool:
    return (
        abstraction.status is AbstractionStatus.CONFIRMED
        and abstraction.span == span
        and abstraction.category_id == category.id
        and abstraction.requested_by == requested_by
    )


def _values(abstraction: Abstraction) -> dict[str, Any]:
    return {
        "officer_id": abstraction.officer.id,
        "category": abstraction.category.code,
        "starts_at": abstraction.starts_at,
        "ends_at": abstraction.ends_at,
        "status": str(abstraction.status),
        "requested_by": abstraction.requested_by,
    }


def _tell(abstraction: Abstraction, kind: NoticeKind) -> None:
    tell([abstraction.officer_id], kind, f"abstraction {abstraction.id}", abstraction_id=abstraction.id)


def _hour(instant: datetime) -> str:
    return f"{clock.to_london(instant):%H:%M}"
