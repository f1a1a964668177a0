"""Laying a pattern over what stands: what is made, replaced, left alone; and that twice is once."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster import clock
from roster.planning.laying import Duty, Left, RestDay, Stands, lay
from roster.planning.patterns import Rest, Shift
from roster.values import Span

EARLY = Shift(1, "E", "Early", 7 * 60, 15 * 60)
LATE = Shift(2, "L", "Late", 14 * 60, 22 * 60)
NIGHT = Shift(3, "N", "Night", 22 * 60, 7 * 60)
RD, FD = Rest("rest_day"), Rest("free_day")
DAY = date(2026, 12, 1)
NEXT, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)


def whole(*days):
    return {day: clock.wall_span(day, 0, 0) for day in days}


def duty(day, shift=EARLY, *, published=False, key=1):
    return Duty(key, day, shift.on(day), shift.template_id, published, shift.name)


def put(wanted, stands=None, **how):
    """The wanted content of DAY laid over what stands."""
    return lay({DAY: wanted}, stands or Stands(), whole(DAY), **how)


def test_an_empty_day_gets_its_shift() -> None:
    laid = put(EARLY)
    assert laid.new_duties == [(DAY, EARLY, EARLY.on(DAY))]
    assert (laid.gone_duties, laid.left, laid.changed_days) == ([], {}, [DAY])


def test_an_empty_day_gets_its_rest() -> None:
    assert put(FD).new_rests == [(DAY, "free_day")]


@pytest.mark.parametrize("stands", [Stands([duty(DAY)]), Stands(rest_days=[RestDay(1, DAY, "rest_day")])])
def test_what_stands_already_stays(stands) -> None:
    laid = put(EARLY if stands.duties else RD, stands)
    assert (laid.same, laid.changed_days, laid.left) == (1, [], {})


def test_an_earlier_draft_that_no_longer_fits_is_replaced() -> None:
    laid = put(LATE, Stands([duty(DAY)], sources={DAY: "pattern"}))
    assert [one.id for one in laid.gone_duties] == [1]
    assert laid.new_duties == [(DAY, LATE, LATE.on(DAY))]


def test_a_shift_with_new_hours_is_laid_anew() -> None:
    longer = Shift(1, "E", "Early", 7 * 60, 17 * 60)
    assert put(longer, Stands([duty(DAY)])).new_duties == [(DAY, longer, longer.on(DAY))]


def test_rest_makes_way_for_duty_and_duty_for_rest() -> None:
    laid = put(EARLY, Stands(rest_days=[RestDay(4, DAY, "rest_day")]))
    assert ([one.id for one in laid.gone_rests], len(laid.new_duties)) == ([4], 1)
    laid = put(RD, Stands([duty(DAY)]))
    assert ([one.id for one in laid.gone_duties], len(laid.new_rests)) == ([1], 1)


def test_an_open_day_takes_back_what_a_pattern_laid_and_nothing_else() -> None:
    assert put(None, Stands([duty(DAY)], sources={DAY: "pattern"})).gone_duties
    assert put(None, Stands([duty(DAY)])).left == {DAY: Left.BY_HAND}


AWAY = [clock.wall_span(DAY, 0, 0)]


@pytest.mark.parametrize(
    ("stands", "reason"),
    [
        (Stands([duty(DAY, LATE, published=True)]), Left.PUBLISHED),
        (Stands(rest_days=[RestDay(1, DAY, "rest_day", True)]), Left.PUBLISHED),
        (Stands(away=AWAY), Left.AWAY),
        (Stands([duty(DAY, LATE)], away=AWAY), Left.AWAY),
        (Stands([duty(DAY, LATE)], sources={DAY: "swap"}), Left.GIVEN),
        (Stands(rest_days=[RestDay(1, DAY, "rest_day")], sources={DAY: "owed"}), Left.GIVEN),
    ],
)
@pytest.mark.parametrize("overwrite", [False, True])
def test_these_are_left_alone_always(stands, reason, overwrite) -> None:
    laid = put(EARLY, stands, overwrite=overwrite)
    assert laid.left == {DAY: reason}
    assert laid.changed_days == []


@pytest.mark.parametrize(
    "stands",
    [
        Stands([duty(DAY, LATE)], sources={DAY: "hand"}),
        Stands(sources={DAY: "hand"}),  # emptied by hand
        Stands([Duty(1, DAY, LATE.on(DAY), None)]),  # own times: no pattern makes those
    ],
)
def test_what_a_hand_wrote_is_overwritten_only_when_asked(stands) -> None:
    assert put(EARLY, stands).left == {DAY: Left.BY_HAND}
    asked = put(EARLY, stands, overwrite=True)
    assert (asked.left, len(asked.new_duties)) == ({}, 1)


def test_the_tick_to_overwrite_never_reaches_what_is_published() -> None:
    stands = Stands([duty(DAY, LATE, published=True)], sources={DAY: "hand"})
    assert put(EARLY, stands, overwrite=True).left == {DAY: Left.PUBLISHED}


def test_a_rest_day_within_leave_is_still_a_rest_day() -> None:
    assert put(RD, Stands(away=AWAY)).new_rests == [(DAY, "rest_day")]
    # ...but not in place of a duty that the leave was granted from.
    assert put(RD, Stands([duty(DAY)], away=AWAY)).left == {DAY: Left.AWAY}


def test_a_night_that_would_run_into_leave_is_not_laid() -> None:
    assert put(NIGHT, Stands(away=[clock.wall_span(NEXT, 0, 0)])).left == {DAY: Left.AWAY}
    assert put(LATE, Stands(away=[clock.wall_span(NEXT, 0, 0)])).left == {}


def test_a_late_is_not_laid_on_a_day_of_which_the_morning_was_granted() -> None:
    assert put(LATE, Stands(away=[clock.wall_span(DAY, 0, 12 * 60)])).left == {DAY: Left.AWAY}
    assert put(LATE, Stands(away=[clock.wall_span(BEFORE, 0, 0)])).left == {}


@pytest.mark.parametrize(
    ("ends", "laid_or_not"),
    [(7 * 60, True), (7 * 60 + 1, False)],
)
def test_a_published_night_before_keeps_an_early_out_to_the_minute(ends: int, laid_or_not: bool) -> None:
    night = Duty(5, BEFORE, clock.wall_span(BEFORE, 22 * 60, ends), 3, True)
    laid = put(EARLY, Stands([night]))
    assert bool(laid.new_duties) is laid_or_not
    assert laid.left == ({} if laid_or_not else {DAY: Left.OVERLAPS})


def test_what_would_overlap_is_left_with_all_that_it_holds() -> None:
    night = Duty(5, BEFORE, NIGHT.on(BEFORE), 3, True)
    very_early = Shift(7, "V", "Very early", 3 * 60, 11 * 60)
    stands = Stands([night, duty(DAY, LATE)], sources={DAY: "pattern"})
    laid = put(very_early, stands)
    assert (laid.left, laid.changed_days) == ({DAY: Left.OVERLAPS}, [])


def test_what_is_left_so_may_keep_its_neighbour_out_too() -> None:
    """The second day cannot take its night; the late that stays there is in the way of the night before."""
    long_night = Shift(8, "X", "Long night", 22 * 60, 15 * 60)
    third = NEXT + timedelta(days=1)
    stands = Stands(
        [duty(NEXT, LATE, key=2), duty(third, EARLY, key=3, published=True)], sources={NEXT: "pattern"}
    )
    laid = lay({DAY: long_night, NEXT: long_night}, stands, whole(DAY, NEXT))
    assert (laid.left, laid.changed_days) == ({DAY: Left.OVERLAPS, NEXT: Left.OVERLAPS}, [])


def test_a_shift_that_has_no_length_that_night_is_said() -> None:
    spring = date(2027, 3, 28)
    small = Shift(9, "X", "Small hour", 60, 120)
    laid = lay({spring: small}, Stands(), whole(spring))
    assert (laid.left, laid.new_duties) == ({spring: Left.CLOCKS}, [])


# A fortnight at random, the spring night in it: drafts and published days, hands, leave.
FIRST = date(2027, 3, 22)
DATES = [FIRST + timedelta(days=n) for n in range(14)]
CONTENT = st.sampled_from([EARLY, LATE, NIGHT, Shift(7, "V", "Very early", 3 * 60, 11 * 60), RD, FD, None])


@st.composite
def fortnights(draw):
    duties, rests = [], []
    for key, day in enumerate(DATES):
        what = draw(CONTENT)
        published = draw(st.booleans())
        if isinstance(what, Rest):
            rests.append(RestDay(key, day, what.kind, published))
        elif what and not any(what.on(day).overlaps(one.span) for one in duties):
            duties.append(Duty(key, day, what.on(day), what.template_id, published))
    away = [clock.wall_span(day, 0, 0) for day in draw(st.lists(st.sampled_from(DATES), max_size=3))]
    source = st.sampled_from(["hand", "pattern", "swap", "owed"])
    sources = draw(st.dictionaries(st.sampled_from(DATES), source, max_size=8))
    return Stands(duties, rests, away, sources)


def after(stands: Stands, laid) -> Stands:
    """What stands once it is laid, as the database would have it."""
    gone = {one.id for one in laid.gone_duties}
    duties = [one for one in stands.duties if one.id not in gone]
    duties += [Duty(100 + n, day, span, s.template_id) for n, (day, s, span) in enumerate(laid.new_duties)]
    gone = {one.id for one in laid.gone_rests}
    rests = [one for one in stands.rest_days if one.id not in gone]
    rests += [RestDay(200 + n, day, kind) for n, (day, kind) in enumerate(laid.new_rests)]
    sources = stands.sources | dict.fromkeys(laid.changed_days, "pattern")
    return Stands(duties, rests, stands.away, sources)


def overlapping(duties) -> list[tuple[Span, Span]]:
    spans = sorted(one.span for one in duties)
    return [(a, b) for a, b in pairwise(spans) if a.overlaps(b)]


@settings(max_examples=300)
@given(stands=fortnights(), wanted=st.lists(CONTENT, min_size=14, max_size=14), overwrite=st.booleans())
def test_laying_never_overlaps_never_touches_published_and_twice_is_once(stands, wanted, overwrite) -> None:
    asked = dict(zip(DATES, wanted, strict=True))
    laid = lay(asked, stands, whole(*DATES), overwrite)
    result = after(stands, laid)

    assert overlapping(result.duties) == []
    assert not any(one.published for one in (*laid.gone_duties, *laid.gone_rests))
    assert set(laid.left).isdisjoint(laid.changed_days)
    held = {one.day for one in (*result.duties,)} & {one.day for one in result.rest_days}
    before = {one.day for one in stands.duties} & {one.day for one in stands.rest_days}
    assert held <= before
    for day, shift, span in laid.new_duties:
        assert asked[day] == shift
        assert not any(span.overlaps(away) for away in stands.away)
    if not overwrite:
        by_hand = {day for day, source in stands.sources.items() if source == "hand"}
        assert by_hand.isdisjoint(laid.changed_days)

    again = lay(asked, result, whole(*DATES), overwrite)
    assert again.changed_days == []
