"""Who could stand in, and the reasons of those who could not."""

from roster.coverage.gaps import CauseKind, Facts, Need, judge
from roster.coverage.stand_ins import StandIns, availability, cannot_be_there, stand_ins
from roster.values import Span

HOUR = Need(7, Span(600, 660), 1, frozenset({1}))
ALL_DAY = [(0, 1440)]


def officer(number: int, **known: list[tuple[int, int]]) -> Facts:
    return Facts(number, **{"posted": ALL_DAY, "duties": ALL_DAY, **known})


def test_those_free_for_every_gap_come_apart_from_those_free_for_some() -> None:
    facts = [
        officer(1, abstracted=[(610, 640)]),
        officer(2),
        officer(3, absent=[(600, 610), (640, 660)]),  # away, but not while anyone is missing
        officer(4, duties=[(630, 720)]),
        officer(5, committed=[(600, 660)]),
        officer(6, posted=[]),
    ]
    assert stand_ins(HOUR, facts) == StandIns(whole=(2, 3), part=((4, (Span(630, 640),)),))


def test_nobody_stands_in_where_nobody_is_missing() -> None:
    assert stand_ins(HOUR, [officer(1), officer(2)]) == StandIns()


def test_an_officer_already_named_does_not_stand_in() -> None:
    assert stand_ins(HOUR, [officer(1, absent=[(600, 620)]), officer(2)]).whole == (2,)


def test_only_whoever_is_named_and_free_at_no_instant_is_let_go_for_a_stand_in() -> None:
    need = Need(7, Span(600, 660), 2, frozenset({1, 2, 3, 9}))
    facts = [officer(1, absent=[(600, 660)]), officer(2, absent=[(601, 660)]), officer(3), officer(4)]
    assert cannot_be_there(need, facts) == {1, 9}  # 9 is not posted there: nothing is known of them


def test_nobody_free_at_all() -> None:
    assert stand_ins(HOUR, [officer(1, absent=ALL_DAY), officer(2, duties=[])]) == StandIns()


def test_free_across_two_gaps_that_touch_is_one_span() -> None:
    """Three told and two leave, one after the other; 4 is free from 20 past, 5 and 6 throughout."""
    need = Need(7, Span(600, 660), 3, frozenset({1, 2, 3}))
    facts = [
        officer(1, duties=[(600, 610)]),
        officer(2, duties=[(600, 640)]),
        officer(3),
        officer(4, absent=[(0, 620)]),
        officer(5),
        officer(6),
    ]
    assert [gap.short_by for gap in judge(need, facts).gaps] == [1, 2]
    assert stand_ins(need, facts) == StandIns(whole=(5, 6), part=((4, (Span(620, 660),)),))


def test_free_in_one_of_two_gaps_is_a_part() -> None:
    facts = [
        officer(1, abstracted=[(600, 610), (650, 660)]),
        officer(2, absent=[(650, 655)]),
        officer(3, duties=[(0, 610)]),
        officer(4),
    ]
    assert stand_ins(HOUR, facts) == StandIns(
        whole=(4,), part=((2, (Span(600, 610), Span(655, 660))), (3, (Span(600, 610),)))
    )


def test_availability_gives_each_officer_the_whole_session_with_its_reasons() -> None:
    facts = [officer(1), officer(2, abstracted=[(630, 700)]), officer(3, posted=[(640, 1440)])]
    assert availability(HOUR, facts) == {
        1: [(Span(600, 660), None)],
        2: [(Span(600, 630), None), (Span(630, 660), CauseKind.ABSTRACTED)],
        3: [(Span(640, 660), None)],
    }


def test_an_officer_not_posted_then_has_no_availability_to_tell() -> None:
    assert availability(HOUR, [officer(1, posted=[(0, 600)])]) == {1: []}
