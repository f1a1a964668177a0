"""Checks a rule case, officers and their work given as parsed JSON; answers in JSON's values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from roster.files.fields import Fields, quote
from roster.files.times import abstraction_counts, instants, times, zone_of
from roster.rules.breaches import AnyBreach, Breach
from roster.rules.notice import rest_day_notice
from roster.rules.periods import Period
from roster.rules.rule_sets import OFFICER_RULES, PCSO_RULES, RuleSet
from roster.rules.working_time import breaches_of
from roster.values import Span

RULE_SETS = {"officer": OFFICER_RULES, "pcso": PCSO_RULES}

# The calendar ends at both ends: the days and weeks around a date must be dates as well.
FIRST_DAY, LAST_DAY = date.min + timedelta(days=31), date.max - timedelta(days=31)


@dataclass(slots=True)
class Case:
    period: Period
    rules: dict[str, RuleSet]
    work: defaultdict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    # Officer, rest day, and the day on which the officer was told that it is cancelled.
    cancelled: list[tuple[str, date, date]] = field(default_factory=list)


def answer(data: object) -> dict[str, Any]:
    """The breaches, sorted by officer, rule and start, and the notice given of each rest day."""
    case = _read(data)
    breaches = [
        entry
        for officer in sorted(case.rules)
        for entry in _entries(officer, breaches_of(case.work[officer], case.period, case.rules[officer]))
    ]
    cancelled = sorted(case.cancelled, key=lambda one: one[:2])
    return {"breaches": breaches, "cancelled_rest_days": [_notice(*one) for one in cancelled]}


def _entries(officer: str, breaches: Iterable[AnyBreach]) -> list[dict[str, Any]]:
    return [
        {
            "officer": officer,
            "rule": breach.rule.value,
            **_ends(breach),
            "measured": breach.measured,
            "limit": breach.limit,
        }
        for breach in breaches
    ]


def _ends(breach: AnyBreach) -> dict[str, str]:
    if isinstance(breach, Breach):
        return instants(breach.span)
    return {"start": breach.first.isoformat(), "end": breach.last.isoformat()}


def _notice(officer: str, day: date, told: date) -> dict[str, Any]:
    notice = rest_day_notice(day, told)
    return {
        "officer": officer,
        "date": day.isoformat(),
        "clear_days": notice.clear_days,
        "band": notice.band.value,
    }


def _read(data: object) -> Case:
    """The case of a parsed file; MalformedFile names the field that cannot be read."""
    top = Fields.of(data)
    zone, officers = zone_of(top), top.names("officers", "id")
    case = Case(_period(top), {row.text("id"): _rules(row) for row in top.rows("officers")})
    for row in top.rows("duties"):
        # Every kind is work, and drafts are work.
        row.optional_text("kind")
        _read_work(row, officers, zone, case.work)
    for row in top.rows("abstractions"):
        row.optional_text("category")
        _read_work(row, officers, zone, case.work if abstraction_counts(row) else defaultdict(list))
    for row in top.rows("cancelled_rest_days"):
        officer = row.known("officer", officers, "officer")
        case.cancelled.append((officer, row.date("date"), row.date("told")))
    return case


def _period(top: Fields) -> Period:
    first, last = _day(top, "from"), _day(top, "to")
    if last < first:
        raise top.fail("to", f"{quote(top.values['to'])} is before the first day")
    return Period(first, last)


def _rules(row: Fields) -> RuleSet:
    return RULE_SETS[row.choice("employment", tuple(RULE_SETS))]


def _read_work(row: Fields, officers: set[str], zone: ZoneInfo, work: defaultdict[str, list[Span]]) -> None:
    officer = row.known("officer", officers, "officer")
    start, end = times(row, zone)
    for key in ("start", "end"):
        if not FIRST_DAY <= row.wall_time(key).date() <= LAST_DAY:
            raise row.fail(key, f"{quote(row.values[key])} is outside the calendar")
    # On the spring night 01:30 to 02:00 holds no instant.
    if start < end:
        work[officer].append(Span(start, end))


def _day(row: Fields, key: str) -> date:
    day = row.date(key)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise row.fail(key, f"{quote(row.values[key])} is outside the calendar")
    return day
