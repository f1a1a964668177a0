"""Patterns: writing one, changing it, withdrawing it, and saying who follows which from when."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from roster import clock
from roster.errors import Changed, NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.duty import RestKind
from roster.models.officer import Officer
from roster.models.pattern import Pattern, PatternDay, PatternLine
from roster.permissions import Actor, may
from roster.planning.library import Following, Plan
from roster.planning.patterns import ONE_DAY, Rest, week_of
from roster.queries.patterns import contents, follower_count
from roster.queries.postings import team_at
from roster.services.audit import record
from roster.services.locks import lock_officer


@transaction()
def create_pattern(plan: Plan, *, by: Actor) -> Pattern:
    """A new pattern in the library."""
    _allow(by)
    _refuse_what_cannot_be(plan)
    pattern = Pattern(name=plan.name, weeks=plan.weeks)
    _put(pattern, plan)
    db.session.add(pattern)
    record(by, "pattern:change", pattern, after=str(plan))
    return pattern


@transaction()
def change_pattern(pattern_id: int, plan: Plan, version: int, *, by: Actor) -> Pattern:
    """Other weeks or another name; rosters change only when it is laid again."""
    pattern = _held(pattern_id, by)
    before = words_of(pattern)
    if pattern.version != version:
        raise Changed(str(plan), before)
    _refuse_what_cannot_be(plan, besides=pattern.id)
    pattern.name, pattern.weeks = plan.name, plan.weeks
    # Touched also where only its days differ, so that its version counts them.
    pattern.version = version + 1
    _put(pattern, plan)
    record(by, "pattern:change", pattern, before=before, after=str(plan))
    return pattern


@transaction()
def withdraw_pattern(pattern_id: int, *, by: Actor) -> None:
    """Nobody can choose it any more; rosters made from it stay."""
    pattern = _held(pattern_id, by)
    followers = follower_count(pattern.id)
    if followers:
        people = "1 officer follows" if followers == 1 else f"{followers} officers follow"
        raise Refusal(f"{people} {pattern.name} now or later. Let them follow another pattern first")
    if not pattern.withdrawn:
        pattern.withdrawn = True
        record(by, "pattern:change", pattern, after={"withdrawn": True})


@transaction()
def follow_pattern(officer_id: int, following: Following, *, by: Actor) -> PatternLine | None:
    """The officer follows it from that day on; what was followed until then ends the day before.

    After its last day the earlier one goes on in the week it would have come to; without a last day it
    ends where another one begins.
    """
    officer = lock_officer(officer_id)
    team_id = team_at(officer_id, clock.midnight(following.first_day))
    if team_id is None:
        raise Refusal(f"{officer.short_name} has no posting on that day")
    if not may(by, "pattern-line:change", team_id):
        raise NotAllowed
    following = _up_to_the_next(officer_id, following)
    before = _make_way(officer_id, following)
    line = _new_line(officer, following)
    after = {"pattern_id": following.pattern_id, "first_day": following.first_day}
    after |= {"last_day": following.last_day, "offset_weeks": following.offset_weeks}
    record(by, "pattern-line:change", officer, before=before, after=after if line else None)
    return line


def words_of(pattern: Pattern) -> str:
    """The pattern as it stands, in a line."""
    return str(Plan(pattern.name, pattern.weeks, contents(pattern.days)))


def _allow(by: Actor) -> None:
    if not may(by, "pattern:change"):
        raise NotAllowed


def _held(pattern_id: int, by: Actor) -> Pattern:
    _allow(by)
    asked: dict[str, Any] = {"with_for_update": True, "populate_existing": True}
    pattern = db.session.get(Pattern, pattern_id, **asked)
    if pattern is None:
        raise NotFound
    return pattern


def _refuse_what_cannot_be(plan: Plan, besides: int = 0) -> None:
    if not plan.places:
        raise Refusal("A pattern holds a shift or a rest day at least")
    same = (func.lower(Pattern.name) == plan.name.lower(), Pattern.id != besides)
    if db.session.scalar(select(Pattern.id).where(*same)):
        raise Refusal(f"There is a pattern called {plan.name} already: choose another name")


def _put(pattern: Pattern, plan: Plan) -> None:
    """Make its days those of the plan; a day that stays keeps its row."""
    there = {day.place: day for day in pattern.days}
    for place, content in plan.places.items():
        day = there.pop(place, None)
        if day is None:
            day = PatternDay(place=place)
            pattern.days.append(day)
        day.rest = RestKind(content.kind) if isinstance(content, Rest) else None
        day.shift_template_id = None if isinstance(content, Rest) else content.template_id
    for day in there.values():
        pattern.days.remove(day)


def _up_to_the_next(officer_id: int, following: Following) -> Following:
    """The same; without a last day it ends where another one begins."""
    asked = select(func.min(PatternLine.first_day)).where(
        PatternLine.officer_id == officer_id, PatternLine.first_day > following.first_day
    )
    begins = db.session.scalar(asked) if following.last_day is None else None
    return replace(following, last_day=begins - ONE_DAY) if begins else following


def _make_way(officer_id: int, following: Following) -> dict[str, Any] | None:
    """End the line that holds the first day, and let it go on after the last one."""
    first_day = following.first_day
    line = db.session.scalar(
        select(PatternLine).where(
            PatternLine.officer_id == officer_id,
            PatternLine.first_day <= first_day,
            PatternLine.last_day >= first_day,
        )
    )
    if line is None:
        return None
    before = {"pattern_id": line.pattern_id, "first_day": line.first_day, "last_day": line.last_day}
    before["offset_weeks"] = line.offset_weeks
    rest = _rest_of(line, following.last_day)
    if line.first_day == first_day:
        db.session.delete(line)
    else:
        line.last_day = first_day - ONE_DAY
    db.session.flush()
    if rest:
        db.session.add(rest)
        db.session.flush()
    return before


def _rest_of(line: PatternLine, last_day: date | None) -> PatternLine | None:
    """What is left of the line after that day, in step with it."""
    if last_day is None or (line.last_day is not None and line.last_day <= last_day):
        return None
    first_day = last_day + ONE_DAY
    return PatternLine(
        officer=line.officer,
        pattern=line.pattern,
        offset_weeks=week_of(first_day, line.first_day, line.offset_weeks, line.pattern.weeks),
        first_day=first_day,
        last_day=line.last_day,
    )


def _new_line(officer: Officer, following: Following) -> PatternLine | None:
    if following.pattern_id is None:
        return None
    pattern = db.session.get(Pattern, following.pattern_id)
    if pattern is None or pattern.withdrawn:
        raise Refusal("That pattern was withdrawn meanwhile: choose another")
    if following.offset_weeks >= pattern.weeks:
        weeks = "1 week" if pattern.weeks == 1 else f"{pattern.weeks} weeks"
        raise Refusal(f"{pattern.name} has {weeks}: choose one of them")
    line = PatternLine(
        officer=officer,
        pattern=pattern,
        offset_weeks=following.offset_weeks,
        first_day=following.first_day,
        last_day=following.last_day,
    )
    db.session.add(line)
    db.session.flush()
    return line
