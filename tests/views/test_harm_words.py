"""What taking an officer does, said: each sentence from values alone, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from roster.coverage.gaps import Facts, Need
from roster.models.cell_change import NoticeBand
from roster.queries.cell_impact import Terms
from roster.queries.harm import Gain, Harm, SessionChange
from roster.queries.losses import RestDayTaken, weigh
from roster.queries.nearby import Already, DutyTaken
from roster.queries.owed_rest_days import Owed
from roster.rules.breaches import Rule
from roster.rules.findings import Worked
from roster.rules.notice import rest_day_notice
from roster.rules.rest import rest_around
from roster.rules.rule_sets import PCSO_RULES
from roster.rules.worsening import days_around, worse_with
from roster.views.harm_law_words import rest_day_back, rest_day_kept
from roster.views.harm_words import gain_lines, harm_lines
from roster.views.lines import Line, Who
from tests.factories import span
from tests.rules.works import each_day

SHAH, OKAFOR = 1, 2
PC_SHAH = Who("PC Shah")
TAKEN = span("2026-12-03 07:00", hours=8)
COFFEE = span("2026-12-03 10:00", hours=1)


@pytest.fixture(autouse=True)
def second_of_december(at):
    at("2026-12-02 08:00")


def said(harm: Harm, who: Who = PC_SHAH, skill: str = "") -> list[str]:
    return [f"{line.mark} {line.lead} {line.rest}".strip() for line in harm_lines(harm, who, skill)]


def session(*duties, named=(SHAH,), needs=1, **change) -> SessionChange:
    """Coffee with a Copper, where officers 1, 2, … are on duty for these spans."""
    always = [(0, 10**11)]
    facts = [
        Facts(number, posted=always, duties=[(duty.start, duty.end)], abstracted=change.get("away", ()))
        for number, duty in enumerate(duties, start=1)
    ]
    weighed = weigh(
        Need(9, COFFEE, needs, frozenset(named)),
        facts,
        SHAH,
        taken=change.get("taken", [TAKEN]),
        given_back=change.get("given_back", ()),
    )
    names = {SHAH: "PC Shah", OKAFOR: "PC Okafor", 3: "PC Grant"}
    free = tuple((one, names[one]) for one in weighed.free.whole)
    part = tuple((names[one], spans) for one, spans in weighed.free.part)
    return SessionChange(9, "Coffee", "Library", "Biggin Hill", COFFEE, weighed, free, part)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (
            session(TAKEN),
            "✕ Coffee, Library, 10:00–11:00 becomes uncovered. Nobody from 10:00 to 11:00. Needs 1. "
            "PC Shah is named on it. Nobody could stand in.",
        ),
        (
            session(TAKEN, TAKEN, TAKEN),
            "! Coffee, Library, 10:00–11:00 becomes at risk. "
            "Nobody who is named can be there from 10:00 to 11:00. Needs 1. "
            "PC Shah is named on it. PC Okafor or PC Grant could stand in.",
        ),
        (
            session(TAKEN, TAKEN, named=(SHAH, OKAFOR), needs=2),
            "✕ Coffee, Library, 10:00–11:00 becomes uncovered. 1 officer short from 10:00 to 11:00. Needs 2. "
            "PC Shah is named on it. Nobody could stand in.",
        ),
        (
            session(span("2026-12-03 10:30", hours=4)),
            "✕ Coffee, Library, 10:00–11:00 is uncovered already, and is for longer or by more. "
            "Nobody from 10:00 to 11:00. Needs 1. PC Shah is named on it. Nobody could stand in.",
        ),
        (
            session(TAKEN, TAKEN, named=(OKAFOR,)),
            "✓ No contact session is lost. Coffee, Library, 10:00–11:00: no worse than now.",
        ),
    ],
)
def test_a_session_is_said_with_its_gap_its_cause_and_its_way_out(one, sentence):
    assert said(Harm(SHAH, TAKEN, contact_sessions=(one,)))[0] == sentence


def test_many_that_it_does_not_harm_are_counted():
    kept = session(TAKEN, TAKEN, named=(OKAFOR,))
    assert said(Harm(SHAH, TAKEN, contact_sessions=(kept,) * 3))[0] == (
        "✓ No contact session is lost. 3 other contact sessions: no worse than now."
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (3, "PC A, PC B or PC C could stand in."),
        (4, "PC A, PC B, PC C or 1 other could stand in."),
        (12, "PC A, PC B, PC C or 9 others could stand in."),
    ],
)
def test_of_many_who_could_stand_in_three_are_named(count, words):
    one = replace(session(TAKEN, TAKEN), free=tuple((n, f"PC {'ABCDEFGHIJKL'[n]}") for n in range(count)))
    assert said(Harm(SHAH, TAKEN, contact_sessions=(one,)))[0].endswith(words)


def test_two_who_are_each_free_for_half_are_both_said():
    early, late = span("2026-12-03 07:00", hours=3.5), span("2026-12-03 10:30", hours=4)
    line = said(Harm(SHAH, TAKEN, contact_sessions=(session(TAKEN, early, late),)))[0]
    assert line.endswith("Free for part of it: PC Okafor 10:00–10:30 and PC Grant 10:30–11:00.")


def test_no_session_and_no_duty_is_good_news():
    lines = said(Harm(SHAH, TAKEN, rest=rest_around([], TAKEN)))
    assert lines == [
        "✓ No contact session is lost.",
        "✓ No duty in the next three days to be rested for.",
        "· Takes no duty: it adds 8 h of work.",
    ]


def test_the_ward_left_bare_is_said_with_its_hours():
    bare = (span("2026-12-03 07:00", hours=3), span("2026-12-03 13:00", hours=1))
    duty = DutyTaken("Early", "ward", False, TAKEN, 480)
    lines = said(Harm(SHAH, TAKEN, duties=(duty,), bare=(("Biggin Hill", bare),)))
    assert "! Biggin Hill is left without anyone on ward duty 07:00–10:00 and 13:00–14:00 (4 h)." in lines
    assert "· Takes the whole of Early 07:00–15:00." in lines
    kept = said(Harm(SHAH, TAKEN, duties=(duty,)))
    assert "✓ Somebody else is on ward duty throughout." in kept


@pytest.mark.parametrize(
    ("next_start", "sentence"),
    [
        ("2026-12-04 02:00", "✓ 11 h of rest to PC Shah’s next duty, Fri 4 Dec 02:00: lawful."),
        (
            "2026-12-04 01:59",
            "✕ 10 h 59 min of rest before the next duty, Fri 4 Dec 01:59 – 1 min under the 11 hours of the "
            "Working Time Regulations. Compensatory rest of 1 min is owed by Fri 18 Dec.",
        ),
    ],
)
def test_rest_to_the_next_duty(next_start, sentence):
    work = [span(next_start, hours=8)]
    assert sentence in said(Harm(SHAH, TAKEN, rest=rest_around(work, TAKEN)))


def test_rest_that_was_short_already_owes_nothing_new():
    work = [TAKEN, span("2026-12-03 23:00", hours=8)]
    lines = said(Harm(SHAH, TAKEN, rest=rest_around(work, span("2026-12-03 08:00", hours=1))))
    assert any(line.startswith("! 8 h of rest") and line.endswith("and was so already.") for line in lines)
    assert not any("owed" in line for line in lines)


@pytest.mark.parametrize(
    ("days", "evening", "sentence"),
    [
        (
            6,
            4,
            "! Breaks a rule: 7 duty days in a row, Fri 27 Nov to Thu 3 Dec, 1 over 6 (Practice: at most six "
            "duty days in a row for a PCSO). Free one duty day from Fri 27 Nov to Thu 3 Dec.",
        ),
        (
            7,
            4,
            "! Breaks by more a rule that is broken already: 8 duty days in a row, Thu 26 Nov to Thu 3 Dec",
        ),
        (0, 11, "· Advised against: Tour of 11 h, 1 h over the advised 10 h"),
    ],
)
def test_the_rules_it_breaks_are_said_in_the_grid_s_own_sentences(days, evening, sentence):
    taken = span("2026-12-03 12:00", hours=evening)
    before = each_day(range(-days, 0), "12:00", "20:00", first=date(2026, 12, 3))
    worse = tuple(worse_with(Worked(before, rules=PCSO_RULES), taken, days_around(taken)))
    assert [line for line in said(Harm(SHAH, taken, broken=worse)) if line.startswith(sentence)]


def test_rest_and_the_length_of_the_tour_are_said_once():
    taken = span("2026-12-03 12:00", hours=13)
    work = [span("2026-12-04 08:00", hours=8)]
    worse = tuple(worse_with(Worked(work), taken, days_around(taken)))
    lines = said(Harm(SHAH, taken, rest=rest_around(work, taken), broken=worse))
    assert {one.found.rule for one in worse} == {Rule.REST_GAP, Rule.TOUR_LENGTH}
    assert not any("Breaks" in line for line in lines)
    assert sum("under the 11 hours" in line for line in lines) == 1


def test_minimum_strength_stands_with_the_ward():
    lines = harm_lines(Harm(SHAH, TAKEN), PC_SHAH, "", [Line("bad", "Falls below minimum strength:", "Thu")])
    leads = [line.lead for line in lines]
    assert leads.index("Falls below minimum strength:") == 1


OWED = "It stays owed until it is re-rostered."
PAID = "(indicative: time and a half, 4 hours at least, as pay or time at the officer’s choice)"
ANOTHER = "(indicative: another rest day, to be notified within 4 days)"


@pytest.mark.parametrize(
    ("terms", "told", "words"),
    [
        (Terms.REGULATIONS, date(2026, 11, 18), f"14 clear days, fewer than 15 {PAID}. {OWED}"),
        (Terms.REGULATIONS, date(2026, 11, 17), f"15 clear days, 15 or more {ANOTHER}. {OWED}"),
        (Terms.REGULATIONS, date(2026, 12, 1), f"1 clear day, fewer than 15 {PAID}. {OWED}"),
        # Staff, inspectors and special constables have rules of their own.
        (Terms.STAFF, date(2026, 11, 18), f"14 clear days. {OWED}"),
        (Terms.OTHER, date(2026, 11, 18), f"14 clear days. {OWED}"),
        (
            Terms.REGULATIONS,
            date(2026, 12, 3),
            f"told on the day or after it, fewer than 15 {PAID}. {OWED}",
        ),
    ],
)
def test_a_cancelled_rest_day_says_its_notice_and_that_it_is_owed(terms, told, words):
    lost = RestDayTaken(date(2026, 12, 3), "rest_day", True, 480, rest_day_notice(date(2026, 12, 3), told))
    lines = said(Harm(SHAH, TAKEN, rest_days=(lost,)), Who("Shah", terms))
    assert f"! Rest day cancelled, Thu 3 Dec: {words}" in lines


def test_a_rest_day_run_into_one_worked_already_and_a_free_day_are_not_owed():
    notice = rest_day_notice(date(2026, 12, 3), date(2026, 12, 2))
    into = RestDayTaken(date(2026, 12, 4), "rest_day", False, 90, notice)
    worked = RestDayTaken(date(2026, 12, 3), "rest_day", True, 480, notice, already=True)
    free = RestDayTaken(date(2026, 12, 3), "free_day", True, 480, notice)
    lines = said(Harm(SHAH, TAKEN, rest_days=(into, worked, free)))
    assert "! Runs 1 h 30 min into the rest day of Fri 4 Dec." in lines
    assert "· The rest day of Thu 3 Dec is worked already: nothing more is owed." in lines
    assert "! Free day cancelled, Thu 3 Dec: 0 clear days." in lines
    assert not any("stays owed" in line for line in lines)


@pytest.mark.parametrize(
    ("terms", "now", "words"),
    [
        (
            Terms.REGULATIONS,
            "2026-12-17 08:00",
            "7 clear days, fewer than 8 (indicative: double time and another day). "
            "With fewer than 15 it needs chief-officer authority.",
        ),
        (
            Terms.REGULATIONS,
            "2026-12-16 08:00",
            "8 clear days, 8 or more (indicative: double time). "
            "With fewer than 15 it needs chief-officer authority.",
        ),
        (Terms.REGULATIONS, "2026-12-09 08:00", "15 clear days, 8 or more (indicative: double time)."),
        (Terms.STAFF, "2026-12-17 08:00", "7 clear days."),
    ],
)
def test_a_public_holiday_that_becomes_duty_says_its_notice(at, terms, now, words):
    at(now)
    lines = said(Harm(SHAH, span("2026-12-25 09:00", hours=8), holiday="Christmas Day"), Who("Shah", terms))
    assert f"! Christmas Day, a public holiday, becomes duty, Fri 25 Dec: {words}" in lines


@pytest.mark.parametrize(
    ("what", "taken_besides", "words"),
    [
        ({}, False, "✓ The rest day of Wed 9 Dec stands again and is no longer owed."),
        ({}, True, "· The rest day of Wed 9 Dec stays owed: another abstraction takes it."),
        (
            {"after": "Early 07:00–15:00"},
            False,
            "· The rest day of Wed 9 Dec stays owed: it is Early 07:00–15:00 now.",
        ),
        (
            {"on": date(2026, 12, 17)},
            False,
            "! The rest day of Wed 9 Dec was given back on Thu 17 Dec: that stays.",
        ),
    ],
)
def test_what_becomes_of_the_rest_day_when_it_is_called_off(what, taken_besides, words):
    line = rest_day_back(owed(**what), taken_besides=taken_besides)
    assert f"{line.mark} {line.lead} {line.rest}" == words


def test_ending_early_gives_no_rest_day_back():
    assert rest_day_kept(owed()).rest == "a part of it is worked."
    assert rest_day_kept(owed(on=date(2026, 12, 17))).rest == "was given back already."


def owed(after: str = "", on: date | None = None) -> Owed:
    day = date(2026, 12, 9)
    return Owed(
        1, SHAH, "PC Amina Shah", 1, "Darwin", day, 15, NoticeBand.AT_LEAST_15, on, None, after, 5, "Erpt"
    )


def test_what_else_stands_in_the_way_is_said_first():
    aid = Already(5, "Level 2 aid", span("2026-12-03 14:00", hours=10))
    harm = Harm(SHAH, TAKEN, conflicts=(aid,), holds_skill=False)
    lines = said(harm, skill="Level 2")
    assert lines[0] == "✕ PC Shah is already taken then: Level 2 aid, 14:00–00:00."
    assert "! PC Shah does not hold Level 2 in date on Thu 3 Dec, which this asks for." in lines


@pytest.mark.parametrize(
    ("starts", "hours", "words"),
    [
        ("2026-12-03 00:00", 24, "Thu 3 Dec"),
        ("2026-12-03 00:00", 5 * 24, "Thu 3 Dec to Mon 7 Dec"),
        ("2026-12-03 09:00", 3, "09:00–12:00"),
        ("2026-12-02 22:00", 10, "Wed 2 Dec 22:00 to Thu 3 Dec 08:00"),
    ],
)
def test_leave_is_said_by_its_days(starts, hours, words):
    leave = Already(6, "annual_leave", span(starts, hours=hours))
    assert f"! PC Shah is on annual leave, {words}." in said(Harm(SHAH, TAKEN, absences=(leave,)))


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("2026-12-01 07:00", "! This time is past: it is logged late, as it was worked."),
        ("2026-12-02 07:00", "· It has begun already."),
    ],
)
def test_time_that_has_begun_or_passed_is_said(start, sentence):
    assert said(Harm(SHAH, span(start, hours=8)))[-1] == sentence


def test_what_giving_back_brings():
    better = session(TAKEN, away=[(TAKEN.start, TAKEN.end)], taken=[], given_back=[TAKEN])
    lines = gain_lines(Gain((better,), (TAKEN,)), "PC Shah")
    assert [f"{line.lead} {line.rest}".strip() for line in lines] == [
        "Coffee, Library, Thu 3 Dec 10:00–11:00 becomes covered. It is uncovered now.",
        "PC Shah is back on ward duty Thu 3 Dec 07:00–15:00.",
    ]
    assert gain_lines(Gain(), "PC Shah")[0].lead == "No contact session changes."
    half = [span("2026-12-03 10:30", hours=4)]
    shorter = session(TAKEN, away=[(TAKEN.start, TAKEN.end)], taken=[], given_back=half)
    (line,) = gain_lines(Gain((shorter,)), "PC Shah")
    assert f"{line.lead} {line.rest}" == (
        "Coffee, Library, Thu 3 Dec 10:00–11:00 stays uncovered, but for less time or by fewer officers."
    )
