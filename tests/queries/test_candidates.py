"""Who could be named on a contact session, and why the others could not, in the page's words."""

from types import SimpleNamespace

import pytest

from roster.queries.candidates import who_could
from roster.views.cause_words import free_words, reasons
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_skill,
    make_team,
    make_template,
    span,
)
from tests.statements import heard

DAY = "2026-12-03"
TEN = span(f"{DAY} 10:00", hours=1)


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """Biggin Hill: one session on Thursday 3 December at ten, and one officer on early duty."""
    at("2026-12-01 09:00")
    team = make_team()
    officer = make_officer(team=team)
    return SimpleNamespace(team=team, officer=officer, coffee=make_contact_session(team, f"{DAY} 10:00"))


def early(officer, **others):
    return make_duty(officer, f"{DAY} 07:00", template=make_template(), **others)


def why(ward, skill="") -> str:
    """The reasons for the only officer."""
    [candidate] = who_could(ward.coffee)
    return "; ".join(reason.text for reason in reasons(candidate, [TEN], skill))


def test_nothing_stands_in_the_way_of_who_is_on_duty(ward) -> None:
    early(ward.officer)
    [candidate] = who_could(ward.coffee)
    assert (candidate.fills([TEN]), why(ward)) == ("whole", "")


@pytest.mark.parametrize(
    ("starts", "template", "said"),
    [
        (f"{DAY} 14:00", ("L", "Late"), "late duty from 14:00"),
        ("2026-12-02 22:00", ("N", "Night"), "night duty until 06:00"),
        (f"{DAY} 14:00", None, "ward duty from 14:00"),
        ("2026-12-02 07:00", ("E", "Early"), "no duty that day"),
    ],
)
def test_off_duty_says_when_the_officer_is_on(ward, starts, template, said) -> None:
    make_duty(ward.officer, starts, template=make_template(*template) if template else None)
    assert why(ward) == said


def test_other_duty_drafts_and_rest_days_are_told_apart(ward) -> None:
    assert why(ward) == "no duty that day"
    make_rest_day(ward.officer, DAY)
    assert why(ward) == "rest day"
    course = make_duty(
        ward.officer,
        f"{DAY} 09:00",
        kind="training",
        template=make_template("CRS", "Course", kind="training"),
    )
    assert why(ward) == "course 09:00–17:00, not ward duty"
    course.starts_at = span(f"{DAY} 12:00", hours=1).starts_at
    make_duty(ward.officer, f"{DAY} 08:00", hours=3, published=False, template=make_template())
    assert why(ward) == "early duty 08:00–11:00 is a draft, not yet published"


def test_whoever_was_taken_is_said_to_be_with_the_row_behind_it(ward) -> None:
    early(ward.officer)
    taking = make_abstraction(ward.officer, f"{DAY} 07:00")
    [candidate] = who_could(ward.coffee)
    [reason] = reasons(candidate, [TEN])
    assert (reason.text, reason.row_id) == ("taken to ERPT 07:00–15:00", taking.id)


def test_a_category_other_than_response_is_called_by_its_name(ward) -> None:
    early(ward.officer)
    aid = make_category("level_2_aid", family="aid", letters="AID")
    make_abstraction(ward.officer, f"{DAY} 07:00", category=aid)
    assert why(ward) == "taken to Level 2 aid 07:00–15:00"


@pytest.mark.parametrize(
    ("kind", "starts", "hours", "said"),
    [
        ("annual_leave", f"{DAY} 00:00", 24, "annual leave"),
        ("sick", "2026-11-20 00:00", 24 * 30, "sick"),
        ("court", f"{DAY} 09:00", 3, "at court 09:00–12:00"),
    ],
)
def test_absences_have_their_words(ward, kind, starts, hours, said) -> None:
    early(ward.officer)
    make_absence(ward.officer, starts, hours=hours, kind=kind)
    assert why(ward) == said


def test_named_elsewhere_for_half_of_it_leaves_the_other_half(ward) -> None:
    early(ward.officer)
    stall = make_contact_session(ward.team, f"{DAY} 10:30", title="Street stall", named=[ward.officer])
    [candidate] = who_could(ward.coffee)
    [reason] = reasons(candidate, [TEN])
    assert (reason.text, reason.row_id) == ("named on Street stall 10:30–11:30", stall.id)
    assert (candidate.fills([TEN]), free_words(candidate, [TEN])) == ("part", "free 10:00–10:30")
    assert candidate.fills([span(f"{DAY} 10:00", minutes=30)]) == "whole"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "does not hold Taser"),
        ({"last": "2026-12-01"}, "Taser expired Tue 1 Dec"),
        ({"first": "2026-12-07"}, "Taser only from Mon 7 Dec"),
        ({"suspended": True}, "Taser is suspended"),
    ],
)
def test_a_skill_says_what_is_wrong_with_it(ward, given, said) -> None:
    early(ward.officer)
    ward.coffee.required_skill = make_skill()
    if given is not None:
        grant(ward.officer, **given)
    assert why(ward, "Taser") == said


def test_the_free_come_first_then_the_partly_free_then_the_rest(ward) -> None:
    whole, part = (make_officer(name, team=ward.team) for name in ("Rosa Marsh", "Lee Grant"))
    early(whole)
    make_duty(part, f"{DAY} 10:30")
    assert [one.short_name for one in who_could(ward.coffee)] == ["PC Marsh", "PC Grant", "PC Shah"]


def test_whoever_is_named_and_posted_elsewhere_is_shown_all_the_same(ward) -> None:
    leaver = make_officer("Rosa Marsh")
    make_posting(leaver, ward.team, last="2026-12-02")
    ward.coffee.named = [leaver]
    [last] = [one for one in who_could(ward.coffee) if one.named]
    assert [reason.text for reason in reasons(last, [TEN])] == ["not posted to this team then"]


def test_two_statements_whatever_the_size_of_the_team(ward) -> None:
    for number in range(2):
        with heard() as asked:
            who_could(ward.coffee)
        # The session's own row and names are read anew after each factory's commit.
        assert len([one for one in asked if "UNION ALL" in str(one)]) == 2
        for index in range(30 * (1 - number)):
            early(make_officer(f"Officer Number{index}", team=ward.team))
