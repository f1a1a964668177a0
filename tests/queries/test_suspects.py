"""The net for breaches: whoever breaks a rule is in it, on both engines, the clock changes included."""

from datetime import date, timedelta
from random import Random

import pytest

from roster import clock
from roster.extensions import db
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.duty import Duty, DutyState, RestDay, RestKind
from roster.queries import suspects as net
from roster.queries.breaches import breaches_in
from roster.queries.suspects import suspects
from roster.rules.breaches import Rule, Severity
from tests.factories import make_category, make_duty, make_officer, make_rest_day

DAY = timedelta(days=1)
SHIFTS = [(420, 900), (600, 1080), (840, 1320), (1080, 120), (1320, 420), (360, 840)]
SLIPS = [*SHIFTS, (420, 1140), (420, 1150)]
# An ordinary month, and one over each change of the clocks.
MONDAYS = [date(2026, 11, 30), date(2026, 10, 5), date(2027, 3, 8)]


@pytest.fixture
def suspected_each_way(monkeypatch):
    """The suspects, found in both ways: duties looked up by officer, and read through the time."""

    def suspected(officers, first, last):
        ways = []
        for many in (10_000, 0):
            monkeypatch.setattr(net, "MANY_OFFICERS", many)
            ways.append(suspects(officers, first, last))
        assert ways[0] == ways[1]
        return ways[0]

    return suspected


def roster(rng: Random, officer_id: int, first: date, days: int) -> list[object]:
    """A rota that is lawful on the whole, with slips: a swapped shift, a worked rest day, late aid."""
    work, rest = rng.choice([(4, 2), (6, 2), (6, 3), (7, 2), (5, 2), (7, 7)])
    start = rng.randrange(9)
    shift, slip = rng.choice(SHIFTS), rng.choice([0.0, 0.02, 0.1])
    rows: list[object] = []
    for number in range(days):
        day = first + number * DAY
        worked = (number + start) % (work + rest) < work
        if rng.random() < slip:
            worked = not worked
        if not worked:
            if rng.random() < 0.97:
                rows.append(RestDay(officer_id=officer_id, day=day, kind=RestKind.REST_DAY))
            continue
        span = clock.wall_span(day, *(rng.choice(SLIPS) if rng.random() < slip else shift))
        rows.append(
            Duty(officer_id=officer_id, starts_at=span.starts_at, ends_at=span.ends_at, state=DutyState.DRAFT)
        )
        if rng.random() < 0.1:
            rows.append(taken(rng, officer_id, span))
    return rows


def taken(rng: Random, officer_id: int, span) -> Abstraction:
    """Within the duty, or longer than it."""
    begins = span.starts_at + timedelta(minutes=rng.choice([0, 60, 120]))
    ends = span.ends_at + timedelta(minutes=rng.choice([0, -60, -60, 30, 240]))
    return Abstraction(
        officer_id=officer_id,
        category_id=make_category().id,
        starts_at=begins,
        ends_at=ends,
        planned_ends_at=ends,
        status=AbstractionStatus.CONFIRMED,
        requested_by="Ops Room",
    )


@pytest.mark.parametrize("monday", MONDAYS)
def test_whoever_breaks_a_rule_is_suspected(database, monday, suspected_each_way):
    rng = Random(str(monday))
    ranks = ["PC", "PC", "PS", "PCSO"]
    officers = [make_officer(f"Pat {number}", rng.choice(ranks)).id for number in range(45)]
    for officer_id in officers:
        rows = {}
        for row in roster(rng, officer_id, monday - 120 * DAY, 270):
            rows[type(row), getattr(row, "starts_at", None) or row.day] = row
        # Overlaps are refused by the database: what a slip laid over its neighbour is left out.
        ends = {}
        for (kind, _), row in rows.items():
            if kind is RestDay or row.starts_at >= ends.get(kind, row.starts_at):
                db.session.add(row)
                ends[kind] = getattr(row, "ends_at", None)
    db.session.commit()
    seen = set()
    for last in (6, 27, 55):
        found = breaches_in(officers, monday, monday + last * DAY)
        broken = {
            officer_id
            for officer_id, breaches in found.items()
            if any(one.severity is Severity.BREACH for one in breaches)
        }
        assert broken <= suspected_each_way(officers, monday, monday + last * DAY)
        seen.update(one.rule for breaches in found.values() for one in breaches)
    assert seen >= {Rule.REST_GAP, Rule.REST_DAYS_APART}


def test_each_rule_alone_makes_a_suspect(database, suspected_each_way):
    monday = MONDAYS[0]

    def suspected(days, start="08:00", hours=8.0, rested=()):
        officer = make_officer("Sam Field", "PC")
        for day in days:
            make_duty(officer, f"{monday + day * DAY} {start}", hours=hours, published=False)
        for day in rested:
            make_rest_day(officer, monday + day * DAY)
        first, last = monday, monday + 27 * DAY
        found = {one.rule for one in breaches_in([officer.id], first, last).get(officer.id, ())}
        return found, suspected_each_way([officer.id], first, last) == {officer.id}

    week = [day for day in range(-112, 28) if day % 7 < 5]
    weekends = [day for day in range(-112, 28) if day % 7 >= 5]
    assert suspected([0, 1, 2, 3, 4], rested=[5, 6]) == (set(), False)
    assert suspected(week, rested=weekends) == (set(), False)
    assert suspected(week, hours=9.75, rested=weekends) == ({Rule.AVERAGE_WEEK}, True)
    assert suspected([3], hours=12.5) == ({Rule.TOUR_LENGTH}, True)
    assert suspected(range(8), rested=[-1, 8])[1]
    assert suspected(range(5), "22:00", rested=[-1, 5]) == ({Rule.CONSECUTIVE_NIGHTS}, True)
    # No rest day at one end; too far between two; and one between them that is worked.
    days = [0, 1, 3, 4, 7, 8]
    assert suspected(days, rested=[9]) == ({Rule.REST_DAYS_APART}, True)
    assert suspected(days, rested=[-1, 9]) == ({Rule.REST_DAYS_APART}, True)
    assert suspected(days, rested=[-1, 5, 9]) == (set(), False)
    assert suspected(days, rested=[-1, 4, 9]) == ({Rule.REST_DAYS_APART}, True)


def test_nobody_is_suspected_where_nobody_is_asked_about(database, suspected_each_way):
    assert suspected_each_way([], MONDAYS[0], MONDAYS[0] + 27 * DAY) == set()
