"""Laying patterns: drafts for whole teams over weeks, in one transaction of a few statements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import insert

from roster import clock
from roster.errors import NotAllowed, Refusal
from roster.extensions import db, transaction
from roster.models.area import Team
from roster.models.cell_change import ChangeSource
from roster.models.duty import Duty, DutyKind, DutyState, RestDay, RestKind
from roster.permissions import Actor, may
from roster.planning.laying import Laid
from roster.queries.engines import engine_name, fitted, listed
from roster.queries.laying import Laying, Period, laying_of
from roster.services.audit import record
from roster.services.cell_changes import MOST_WORDS, REST_WORDS, note_changes
from roster.values import Span

MOST_WEEKS = 52

# Officers posted to the teams in the period, in one order, as publishing locks them.
_LOCK = """
SELECT id FROM officer WHERE id IN (
  SELECT officer_id FROM posting
  WHERE team_id IN LIST(:teams) AND first_day < :ends AND last_day > :starts)
ORDER BY id FOR NO KEY UPDATE
"""
_REMOVE = {
    Duty: "DELETE FROM duty WHERE id IN LIST(:ids) AND state = 'draft'",
    RestDay: "DELETE FROM rest_day WHERE id IN LIST(:ids) AND state = 'draft'",
}


@dataclass(frozen=True, slots=True)
class LaidOut:
    """How many drafts were made, and how many earlier ones went."""

    duties: int = 0
    rest_days: int = 0
    replaced: int = 0


def period_of(first: date, weeks: int) -> Period:
    """So many weeks from that day on; days gone by are not rostered any more."""
    if first < clock.today():
        raise Refusal("Patterns are laid from today on: choose a later first day")
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refusal(f"Patterns are laid over 1 to {MOST_WEEKS} weeks")
    return Period(first, first + timedelta(days=7 * weeks - 1))


@transaction()
def lay_patterns(
    team_ids: Collection[int], first: date, weeks: int, *, by: Actor, overwrite: bool = False
) -> LaidOut:
    """Make drafts of what everybody's pattern says; overwrite: over drafts edited by hand too.

    Laying twice changes nothing the second time. What is published, approved leave, swaps and owed
    rest days are left alone, always.
    """
    if not team_ids or not all(may(by, "pattern:lay", team_id) for team_id in team_ids):
        raise NotAllowed
    period = period_of(first, weeks)
    if engine_name() == "postgresql":
        bound = {"teams": listed(team_ids), "starts": period.span.start, "ends": period.span.end}
        db.session.execute(fitted(_LOCK), bound)
    layings = laying_of(team_ids, period, overwrite)
    _remove(Duty, (duty.id for one in layings for duty in one.laid.gone_duties))
    _remove(RestDay, (rest.id for one in layings for rest in one.laid.gone_rests))
    duties = [row for one in layings for row in _duties(one)]
    rests = [row for one in layings for row in _rest_days(one)]
    for table, rows in ((Duty, duties), (RestDay, rests)):
        if rows:
            db.session.execute(insert(table), rows)
    changes = [row for one in layings for row in _changes(one, by)]
    note_changes(changes)
    db.session.expire_all()
    if changes:
        _record(by, team_ids, period, {"duties": duties, "rest_days": rests})
    return LaidOut(len(duties), len(rests), sum(bool(change["before"]) for change in changes))


def _remove(table: type[Duty] | type[RestDay], ids: Iterable[int]) -> None:
    gone = list(ids)
    if gone:
        db.session.execute(fitted(_REMOVE[table]), {"ids": listed(gone)})


def _duties(laying: Laying) -> Iterable[dict[str, Any]]:
    for _, shift, span in laying.laid.new_duties:
        yield {
            "officer_id": laying.person.id,
            "shift_template_id": shift.template_id,
            "starts_at": span.start,
            "ends_at": span.end,
            "kind": DutyKind(shift.kind),
            "state": DutyState.DRAFT,
        }


def _rest_days(laying: Laying) -> Iterable[dict[str, Any]]:
    for day, kind in laying.laid.new_rests:
        yield {
            "officer_id": laying.person.id,
            "day": day,
            "kind": RestKind(kind),
            "state": DutyState.DRAFT,
        }


def _changes(laying: Laying, by: Actor) -> Iterable[dict[str, Any]]:
    """The history of each cell that differs now."""
    before, after = _before(laying.laid), _after(laying.laid)
    for day in laying.laid.changed_days:
        yield {
            "officer_id": laying.person.id,
            "day": day,
            "before": " and ".join(before.get(day, []))[:MOST_WORDS],
            "after": " and ".join(after.get(day, []))[:MOST_WORDS],
            "source": ChangeSource.PATTERN,
            "account_id": by.account_id,
        }


def _before(laid: Laid) -> dict[date, list[str]]:
    words: dict[date, list[str]] = {}
    for duty in laid.gone_duties:
        words.setdefault(duty.day, []).append(_said(duty.name, duty.span))
    for rest in laid.gone_rests:
        words.setdefault(rest.day, []).append(REST_WORDS[RestKind(rest.kind)])
    return words


def _after(laid: Laid) -> dict[date, list[str]]:
    words = {day: [_said(shift.name, span)] for day, shift, span in laid.new_duties}
    return words | {day: [REST_WORDS[RestKind(kind)]] for day, kind in laid.new_rests}


def _said(name: str, span: Span) -> str:
    return f"{name} {clock.to_london(span.start):%H:%M}–{clock.to_london(span.end):%H:%M}"


def _record(by: Actor, team_ids: Collection[int], period: Period, rows: dict[str, list[Any]]) -> None:
    """One entry for all of it: the digest proves later what was laid."""
    record(
        by,
        "pattern:lay",
        db.session.get_one(Team, min(team_ids)),
        teams=sorted(team_ids),
        first=period.first,
        last=period.last,
        **{table: len(found) for table, found in rows.items()},
        digest=sha256(repr(rows).encode()).hexdigest(),
    )
