"""Skills by date (RULES 8): in which state a grant stands, how long it lasts, what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# RULES 8, defaults of the rule set: days left at which a renewal is due, and due now.
DUE_DAYS = 90
DUE_NOW_DAYS = 30

# RULES 8: taser is carried only with personal safety training and first aid in date.
PREREQUISITES: Mapping[str, tuple[str, ...]] = {"taser": ("personal_safety", "first_aid")}


class SkillState(StrEnum):
    """How a grant stands on a day; what matters is the day of the duty."""

    CURRENT = "current"
    DUE = "due"
    DUE_NOW = "due_now"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    NOT_YET = "not_yet"


IN_DATE = frozenset({SkillState.CURRENT, SkillState.DUE, SkillState.DUE_NOW})


@dataclass(frozen=True, slots=True)
class Grant:
    """From and to a London day, both included; no last day means it never ends."""

    first_day: date
    last_day: date | None
    suspended: bool = False


def state_of(first_day: date, last_day: date | None, suspended: bool, on: date) -> SkillState:
    """The state of one grant on a day."""
    if on < first_day:
        return SkillState.NOT_YET
    if last_day is not None and on > last_day:
        return SkillState.EXPIRED
    if suspended:
        return SkillState.SUSPENDED
    if last_day is None:
        return SkillState.CURRENT
    left = (last_day - on).days
    if left <= DUE_NOW_DAYS:
        return SkillState.DUE_NOW
    return SkillState.DUE if left <= DUE_DAYS else SkillState.CURRENT


def standing(grants: Iterable[Grant], on: date) -> tuple[SkillState, date | None] | None:
    """The state of a skill held by these grants, and its last day; None where it was never held.

    A renewal that begins on the day after the old grant ends, or sooner, carries it on.
    """
    known = sorted(grants, key=lambda one: one.first_day)
    if not known:
        return None
    now = next((one for one in known if _holds(one, on)), None)
    if now is None:
        begun = [one for one in known if one.first_day <= on]
        now = begun[-1] if begun else known[0]
    elif not now.suspended:
        now = Grant(now.first_day, _carried_on(now, known))
    return state_of(now.first_day, now.last_day, now.suspended, on), now.last_day


def missing(skill_code: str, in_date: Iterable[str]) -> tuple[str, ...]:
    """The skills that this one needs and that are not among those in date."""
    held = frozenset(in_date)
    return tuple(code for code in PREREQUISITES.get(skill_code, ()) if code not in held)


def last_day_of(first_day: date, validity_months: int) -> date:
    """The last day of a grant: 12 months from 1 March end on the last of February."""
    months = first_day.year * 12 + first_day.month - 1 + validity_months
    year, month = divmod(months, 12)
    try:
        anniversary = date(year, month + 1, first_day.day)
    except ValueError:  # no such day in that month: it ends with the month
        following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        return following - timedelta(days=1)
    return anniversary - timedelta(days=1)


def _holds(grant: Grant, on: date) -> bool:
    return grant.first_day <= on and (grant.last_day is None or on <= grant.last_day)


def _carried_on(grant: Grant, known: Iterable[Grant]) -> date | None:
    last = grant.last_day
    for one in known:
        joins = last is not None and grant.first_day < one.first_day <= last + timedelta(days=1)
        if joins and not one.suspended:
            last = one.last_day
    return last
