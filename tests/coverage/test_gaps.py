"""States, gaps and causes, case by case, on one day of minutes."""

import pytest

from roster.coverage.gaps import Cause, CauseKind, Facts, Gap, Need, State, Verdict, judge, timeline
from roster.values import Span

DAY = 1_796_256_000  # midnight of Thursday 3 December 2026


def at(clock: str) -> int:
    hours, minutes = clock.split(":")
    return DAY + 3600 * int(hours) + 60 * int(minutes)


def stretch(text: str) -> tuple[int, int]:
    """ "10:00-11:00" as the pairs that facts are made of."""
    start, end = text.split("-")
    return at(start), at(end)


def stretches(*texts: str) -> list[tuple[int, int]]:
    return [stretch(text) for text in texts]


def span(text: str) -> Span:
    return Span(*stretch(text))


def need(when: str = "10:00-11:00", *named: str, officers: int = 1) -> Need:
    return Need("coffee", span(when), officers, frozenset(named))


def officer(name: str = "Shah", **known: list[tuple[int, int]]) -> Facts:
    """Posted all day and on duty from 08:00 to 16:00, unless told otherwise."""
    return Facts(name, **{"posted": stretches("00:00-24:00"), "duties": stretches("08:00-16:00"), **known})


def told(verdict: Verdict) -> tuple[str, list[tuple[str, int]]]:
    return verdict.state.value, [(clocks(gap.span), gap.short_by) for gap in verdict.gaps]


def clocks(span: Span) -> str:
    return "-".join(
        f"{(moment - DAY) // 3600:02}:{(moment - DAY) % 3600 // 60:02}" for moment in (span.start, span.end)
    )


def reasons(gap: Gap) -> list[tuple[str, str, str]]:
    return [(str(c.officer), c.kind.value, clocks(c.span)) for c in gap.causes]


def test_the_named_officer_on_duty_covers() -> None:
    assert judge(need("10:00-11:00", "Shah"), [officer()]) == Verdict(State.COVERED)


def test_free_but_not_told_is_at_risk_for_the_whole() -> None:
    verdict = judge(need(), [officer()])
    assert told(verdict) == ("at_risk", [("10:00-11:00", 1)])
    # An officer who is free is nobody's cause.
    assert verdict.gaps[0].causes == ()


def test_nobody_posted_is_a_gap_without_a_cause() -> None:
    assert judge(need(), []) == Verdict(State.UNCOVERED, (Gap(span("10:00-11:00"), 1),))


def test_none_needed_is_covered_by_nobody() -> None:
    assert judge(need(officers=0), []).state is State.COVERED


HOLDS = stretches("10:00-11:00")
CAUSES = [
    ("lacks_skill", {"skilled": stretches()}),
    ("off_duty", {"duties": stretches()}),
    ("abstracted", {"abstracted": HOLDS}),
    ("absent", {"absent": HOLDS}),
    ("committed", {"committed": HOLDS}),
]


@pytest.mark.parametrize(("cause", "known"), CAUSES)
def test_each_cause_alone_takes_the_officer_away(cause: str, known: dict[str, object]) -> None:
    verdict = judge(need("10:00-11:00", "Shah"), [officer(**known)])
    assert told(verdict) == ("uncovered", [("10:00-11:00", 1)])
    assert reasons(verdict.gaps[0]) == [("Shah", cause, "10:00-11:00")]


@pytest.mark.parametrize("first", range(len(CAUSES)))
def test_of_several_causes_the_first_is_told(first: int) -> None:
    known = {name: value for _, facts in CAUSES[first:] for name, value in facts.items()}
    verdict = judge(need(), [officer(**known)])
    assert reasons(verdict.gaps[0]) == [("Shah", CAUSES[first][0], "10:00-11:00")]


def test_causes_follow_one_another_within_a_gap() -> None:
    shah = officer(
        skilled=stretches("10:05-24:00"),
        duties=stretches("10:10-16:00"),
        abstracted=stretches("10:00-10:20"),
        absent=stretches("10:15-10:30"),
        committed=stretches("10:25-10:40"),
    )
    verdict = judge(need("10:00-11:00", "Shah"), [shah])
    assert told(verdict) == ("uncovered", [("10:00-10:40", 1)])
    assert reasons(verdict.gaps[0]) == [
        ("Shah", "lacks_skill", "10:00-10:05"),
        ("Shah", "off_duty", "10:05-10:10"),
        ("Shah", "abstracted", "10:10-10:20"),
        ("Shah", "absent", "10:20-10:30"),
        ("Shah", "committed", "10:30-10:40"),
    ]


def test_no_skill_asked_for_is_not_the_skill_that_nobody_holds() -> None:
    assert judge(need("10:00-11:00", "Shah"), [officer(skilled=None)]).state is State.COVERED
    assert judge(need("10:00-11:00", "Shah"), [officer(skilled=[])]).state is State.UNCOVERED


@pytest.mark.parametrize(
    ("duty", "known", "expected"),
    [
        ("10:00-11:00", {}, ("covered", [])),  # exactly the session
        ("10:01-11:00", {}, ("uncovered", [("10:00-10:01", 1)])),
        ("10:00-10:59", {}, ("uncovered", [("10:59-11:00", 1)])),
        ("08:00-10:00", {}, ("uncovered", [("10:00-11:00", 1)])),  # touches the start only
        ("11:00-16:00", {}, ("uncovered", [("10:00-11:00", 1)])),  # touches the end only
        ("08:00-16:00", {"abstracted": stretches("09:00-10:00")}, ("covered", [])),
        ("08:00-16:00", {"abstracted": stretches("11:00-12:00")}, ("covered", [])),
        (
            "08:00-16:00",
            {"absent": stretches("09:00-10:01")},
            ("uncovered", [("10:00-10:01", 1)]),
        ),
        ("08:00-16:00", {"committed": stretches("11:00-12:00")}, ("covered", [])),
    ],
)
def test_the_start_is_included_and_the_end_is_not(
    duty: str, known: dict[str, object], expected: tuple[str, list[tuple[str, int]]]
) -> None:
    shah = officer(**{"duties": stretches(duty), **known})
    assert told(judge(need("10:00-11:00", "Shah"), [shah])) == expected


@pytest.mark.parametrize(
    ("relief", "expected"),
    [
        ("10:30-16:00", ("covered", [])),
        ("10:31-16:00", ("uncovered", [("10:30-10:31", 1)])),
        ("10:29-16:00", ("covered", [])),
    ],
)
def test_a_hand_over_covers_only_without_a_bare_minute(
    relief: str, expected: tuple[str, list[tuple[str, int]]]
) -> None:
    early = officer("Shah", duties=stretches("07:00-10:30"))
    late = officer("Tan", duties=stretches(relief))
    assert told(judge(need("10:00-11:00", "Shah", "Tan"), [early, late])) == expected


def test_a_gap_outlives_a_change_of_those_who_are_free() -> None:
    """Two needed; Shah hands over to Tan at 10:30, and one is missing throughout."""
    early = officer("Shah", duties=stretches("07:00-10:30"))
    late = officer("Tan", duties=stretches("10:30-16:00"))
    verdict = judge(need(officers=2), [early, late])
    assert told(verdict) == ("uncovered", [("10:00-11:00", 1)])
    assert reasons(verdict.gaps[0]) == [
        ("Shah", "off_duty", "10:30-11:00"),
        ("Tan", "off_duty", "10:00-10:30"),
    ]


def test_two_needed_and_fewer_as_the_hour_goes_on() -> None:
    shah = officer("Shah", duties=stretches("08:00-10:20"))
    tan = officer("Tan", abstracted=stretches("10:40-12:00"))
    verdict = judge(need("10:00-11:00", "Shah", "Tan", officers=2), [shah, tan])
    assert told(verdict) == ("uncovered", [("10:20-10:40", 1), ("10:40-11:00", 2)])
    assert reasons(verdict.gaps[0]) == [("Shah", "off_duty", "10:20-10:40")]
    assert reasons(verdict.gaps[1]) == [
        ("Shah", "off_duty", "10:40-11:00"),
        ("Tan", "abstracted", "10:40-11:00"),
    ]


def test_two_gaps_with_cover_between() -> None:
    shah = officer(abstracted=stretches("10:10-10:20", "10:40-10:50"))
    verdict = judge(need("10:00-11:00", "Shah"), [shah])
    assert told(verdict) == ("uncovered", [("10:10-10:20", 1), ("10:40-10:50", 1)])


def test_one_of_two_told_is_at_risk_with_the_named_officers_counted() -> None:
    """Shah leaves at 10:40: the named gap is one officer, then two, while two others are free."""
    shah = officer("Shah", duties=stretches("08:00-10:40"))
    verdict = judge(need("10:00-11:00", "Shah", officers=2), [shah, officer("Tan"), officer("Osei")])
    assert told(verdict) == ("at_risk", [("10:00-10:40", 1), ("10:40-11:00", 2)])
    assert reasons(verdict.gaps[1]) == [("Shah", "off_duty", "10:40-11:00")]
    assert verdict.lost_to_abstraction is False


def test_uncovered_gaps_count_the_pool_and_not_who_was_told() -> None:
    """Nobody is named, but only the minutes without anyone free are the gap."""
    assert told(judge(need(), [officer(absent=stretches("10:45-12:00"))])) == (
        "uncovered",
        [("10:45-11:00", 1)],
    )


def test_named_but_not_posted_neither_covers_nor_is_a_cause() -> None:
    lent = officer("Shah", posted=[])
    assert judge(need("10:00-11:00", "Shah"), [lent]) == judge(need(), [])
    verdict = judge(need("10:00-11:00", "Shah"), [lent, officer("Tan")])
    assert told(verdict) == ("at_risk", [("10:00-11:00", 1)])


def test_posted_for_a_part_is_a_cause_for_that_part_only() -> None:
    shah = officer(posted=stretches("00:00-10:30"), duties=[])
    verdict = judge(need(), [shah])
    assert told(verdict) == ("uncovered", [("10:00-11:00", 1)])
    assert reasons(verdict.gaps[0]) == [("Shah", "off_duty", "10:00-10:30")]


def test_rows_that_overlap_touch_or_stand_in_any_order_are_one() -> None:
    shah = officer(
        posted=stretches("10:20-24:00", "00:00-10:20"),
        duties=stretches("10:30-16:00", "08:00-10:10", "09:00-10:30"),
        abstracted=stretches("10:50-11:30", "10:40-10:50", "10:42-10:45"),
    )
    verdict = judge(need("10:00-11:00", "Shah"), [shah])
    assert told(verdict) == ("uncovered", [("10:40-11:00", 1)])
    assert reasons(verdict.gaps[0]) == [("Shah", "abstracted", "10:40-11:00")]


@pytest.mark.parametrize(
    ("known", "minutes"),
    [
        ({"abstracted": stretches("10:30-12:00")}, 30),
        ({"abstracted": stretches("09:00-12:00")}, 60),
        # Taking the abstraction away would not bring the officer back.
        ({"abstracted": HOLDS, "absent": HOLDS}, 0),
        ({"abstracted": HOLDS, "committed": HOLDS}, 0),
        ({"abstracted": HOLDS, "duties": []}, 0),
        ({"abstracted": HOLDS, "skilled": []}, 0),
        ({"abstracted": HOLDS, "posted": []}, 0),
        ({"absent": HOLDS}, 0),
        # It would for the quarter in which nothing else holds.
        ({"abstracted": HOLDS, "absent": stretches("10:15-12:00")}, 15),
        ({"abstracted": stretches("11:00-12:00"), "absent": HOLDS}, 0),
    ],
)
def test_lost_to_abstraction_is_what_its_absence_would_mend(known: dict[str, object], minutes: int) -> None:
    verdict = judge(need("10:00-11:00", "Shah"), [officer(**known)])
    assert (verdict.lost_minutes, verdict.lost_to_abstraction) == (minutes, minutes > 0)


def test_two_abstracted_mend_no_more_than_is_missing() -> None:
    pair = [officer("Shah", abstracted=HOLDS), officer("Tan", abstracted=HOLDS)]
    assert judge(need(), pair).lost_minutes == 60
    assert judge(need(officers=2), pair).lost_minutes == 120


def test_the_gap_of_one_at_risk_is_lost_only_through_those_named() -> None:
    shah, tan, osei = officer("Shah", abstracted=HOLDS), officer("Tan"), officer("Osei")
    assert judge(need("10:00-11:00", "Shah"), [shah, tan]).lost_minutes == 60
    # Tan was told and is sick; Shah, who was not told, is on aid: naming was the trouble.
    sick = officer("Tan", absent=HOLDS)
    verdict = judge(need("10:00-11:00", "Tan"), [shah, sick, osei])
    assert (verdict.state, verdict.lost_to_abstraction) == (State.AT_RISK, False)


def test_less_than_a_minute_lost_is_still_lost() -> None:
    shah = officer(abstracted=[(at("10:00"), at("10:00") + 30)])
    verdict = judge(need("10:00-11:00", "Shah"), [shah])
    assert (verdict.lost_to_abstraction, verdict.lost_minutes) == (True, 0)


def test_causes_come_in_the_order_of_the_facts_then_of_time() -> None:
    tan = officer("Tan", abstracted=stretches("10:00-10:30"), absent=stretches("10:30-11:00"))
    verdict = judge(need(), [tan, officer("Shah", duties=[])])
    assert verdict.gaps[0].causes == (
        Cause("Tan", CauseKind.ABSTRACTED, span("10:00-10:30")),
        Cause("Tan", CauseKind.ABSENT, span("10:30-11:00")),
        Cause("Shah", CauseKind.OFF_DUTY, span("10:00-11:00")),
    )


def test_facts_may_come_from_a_query_row_by_row() -> None:
    assert judge(need("10:00-11:00", "Shah"), (one for one in [officer()])).state is State.COVERED


def test_a_timeline_covers_the_posted_time_once_and_no_more() -> None:
    shah = officer(posted=stretches("09:00-10:45"), absent=stretches("10:15-10:30"))
    assert timeline(need(), shah) == [
        (at("10:00"), at("10:15"), None),
        (at("10:15"), at("10:30"), CauseKind.ABSENT),
        (at("10:30"), at("10:45"), None),
    ]


@pytest.mark.parametrize(
    ("known", "pieces"),
    [
        # Posted only from the minute the session ends, or until the one it starts.
        ({"posted": stretches("11:00-24:00"), "duties": []}, []),
        ({"posted": stretches("00:00-10:00"), "duties": []}, []),
        # Abstracted up to the minute the duty starts, and from the one it ends.
        (
            {
                "duties": stretches("10:10-10:50"),
                "abstracted": stretches("09:00-10:10", "10:50-12:00"),
            },
            [("10:00-10:10", "off_duty"), ("10:10-10:50", None), ("10:50-11:00", "off_duty")],
        ),
    ],
)
def test_what_only_touches_leaves_no_empty_piece(
    known: dict[str, object], pieces: list[tuple[str, str | None]]
) -> None:
    assert timeline(need(), officer(**known)) == [(*stretch(when), what) for when, what in pieces]
