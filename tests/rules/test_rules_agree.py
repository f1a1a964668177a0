"""Random work, checked by the rules and by a slow check of every minute: both say the same."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from roster.rules.cases import answer
from tests.rules import brute

# Starts round the force day, midnight and both clock changes; lengths round every limit.
STARTS = ["00:59", "01:00", "01:30", "02:00", "03:00", "05:00", "06:59", "07:00", "08:00", "14:00"]
STARTS += ["18:00", "19:00", "20:00", "21:59", "22:00", "22:59", "23:00"]
LENGTHS = [1, 30, 120, 179, 180, 181, 239, 240, 241, 300, 420, 480, 540, 600, 659, 660, 720, 721, 900]
STATUSES = ["confirmed", "confirmed", "ended_early", "requested", "cancelled"]
# Three weeks each: an ordinary one, and round both nights on which the clocks change.
WEEKS = [date(2026, 11, 30), date(2026, 10, 12), date(2027, 3, 15)]
# Seventeen weeks and a day or two more, over no, one and the other change of the clocks.
LONG = [date(2026, 11, 2), date(2026, 9, 28), date(2027, 3, 1)]

quick = settings(max_examples=100)


def at(day: date, start: str, minutes: int) -> dict[str, str]:
    """A span of wall times that lasts so many minutes on the clock."""
    begins = datetime.combine(day, time.fromisoformat(start))
    ends = begins + timedelta(minutes=minutes)
    return {"start": begins.isoformat(timespec="minutes"), "end": ends.isoformat(timespec="minutes")}


@st.composite
def spans(draw: st.DrawFn, first: date, days: int) -> list[dict[str, str]]:
    """Work on most days, alike for days on end so that runs grow long, and now and then doubled."""
    usual = draw(st.tuples(st.sampled_from(STARTS), st.sampled_from(LENGTHS)))
    found = []
    for offset in range(days):
        what = draw(st.sampled_from(["usual", "usual", "usual", "other", "free", "both"]))
        other = draw(st.tuples(st.sampled_from(STARTS), st.sampled_from(LENGTHS)))
        shapes = {"usual": [usual], "other": [other], "free": [], "both": [usual, other]}[what]
        found += [at(first + timedelta(days=offset), *shape) for shape in shapes]
    return found


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.sampled_from(WEEKS))
    officers = [
        {"id": name, "employment": draw(st.sampled_from(["officer", "pcso"]))} for name in ("Shah", "Adeyemi")
    ]
    duties, abstractions = [], []
    for officer in officers:
        for span in draw(spans(first, 21)):
            row = {"officer": officer["id"], **span}
            if draw(st.integers(0, 4)):
                duties.append(row)
            else:
                abstractions.append({**row, "status": draw(st.sampled_from(STATUSES))})
    period = {"from": str(first), "to": str(first + timedelta(days=200))}
    work = {"duties": duties, "abstractions": abstractions}
    return {**period, "officers": officers, **work, "cancelled_rest_days": []}


@st.composite
def long_cases(draw: st.DrawFn) -> dict[str, Any]:
    """48 hours in each of twenty weeks, a little taken and a little given, much of it at the edges."""
    monday = draw(st.sampled_from(LONG))
    edge = st.sampled_from([0, 6, 7, 13, 14, 118, 119, 120, 125, 126, 132, 133, 139]) | st.integers(0, 139)
    dropped = set(draw(st.lists(edge, max_size=2)))
    days = [day for day in range(140) if day % 7 < 6 and day not in dropped]
    spans = [at(monday + timedelta(days=day), "08:00", 480) for day in days]
    # Sunday nights run over the edge of a window.
    for day in draw(st.lists(st.sampled_from([6, 13, 118, 125, 132]) | edge, min_size=1, max_size=3)):
        start = draw(st.sampled_from(["16:00", "20:00", "23:00"]))
        spans.append(at(monday + timedelta(days=day), start, draw(st.sampled_from([600, 480, 17, 1]))))
    first = monday + timedelta(days=draw(st.integers(-3, 8)))
    period = {"from": str(first), "to": str(first + timedelta(days=draw(st.integers(115, 140))))}
    duties = [{"officer": "Shah", **span} for span in spans]
    officers = [{"id": "Shah", "employment": "officer"}]
    work = {"duties": duties, "abstractions": []}
    return {**period, "officers": officers, **work, "cancelled_rest_days": []}


@quick
@given(cases())
def test_every_rule_agrees_with_every_minute(case: dict[str, Any]) -> None:
    assert answer(case)["breaches"] == brute.breaches(case)


@settings(quick, max_examples=25)
@given(long_cases())
def test_the_average_week_agrees_with_every_minute(case: dict[str, Any]) -> None:
    assert answer(case)["breaches"] == brute.breaches(case)


@quick
@given(cases(), st.randoms())
def test_neither_order_nor_cutting_a_duty_in_two_changes_the_answer(
    case: dict[str, Any], random: Any
) -> None:
    duties = []
    for row in case["duties"]:
        begins, ends = (datetime.fromisoformat(row[key]) for key in ("start", "end"))
        middle = (begins + (ends - begins) / 2).replace(second=0)
        # Where the clocks change, a middle may be read as an instant outside: those stay whole.
        if begins < middle < ends and begins.month == ends.month == 12:
            between = middle.isoformat(timespec="minutes")
            duties += [{**row, "end": between}, {**row, "start": between}]
        else:
            duties.append(row)
    random.shuffle(duties)
    assert answer({**case, "duties": duties}) == answer(case)
