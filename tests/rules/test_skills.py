"""The states of a skill, on the days where one becomes the next (RULES 8)."""

from datetime import date, timedelta

import pytest

from roster.rules.skills import Grant, SkillState, last_day_of, missing, standing, state_of

ON = date(2026, 12, 3)
FIRST = date(2026, 1, 1)


def days(left: int) -> date:
    return ON + timedelta(days=left)


@pytest.mark.parametrize(
    ("last_day", "state"),
    [
        (None, SkillState.CURRENT),
        (days(91), SkillState.CURRENT),
        (days(90), SkillState.DUE),
        (days(31), SkillState.DUE),
        (days(30), SkillState.DUE_NOW),
        (days(0), SkillState.DUE_NOW),  # the last day is included
        (days(-1), SkillState.EXPIRED),
    ],
)
def test_a_grant_becomes_due_and_then_expires(last_day: date | None, state: SkillState) -> None:
    assert state_of(FIRST, last_day, False, ON) is state


@pytest.mark.parametrize(
    ("first_day", "last_day", "state"),
    [
        (FIRST, days(300), SkillState.SUSPENDED),
        (FIRST, days(0), SkillState.SUSPENDED),
        (FIRST, None, SkillState.SUSPENDED),
        (FIRST, days(-1), SkillState.EXPIRED),  # lifting it would not bring it back
        (days(1), days(300), SkillState.NOT_YET),
    ],
)
def test_a_suspended_grant(first_day: date, last_day: date | None, state: SkillState) -> None:
    assert state_of(first_day, last_day, True, ON) is state


def test_a_grant_holds_from_its_first_day() -> None:
    assert state_of(days(0), days(364), False, ON) is SkillState.CURRENT
    assert state_of(days(1), days(365), False, ON) is SkillState.NOT_YET


@pytest.mark.parametrize(
    ("grants", "answer"),
    [
        ([], None),
        ([Grant(FIRST, days(10))], (SkillState.DUE_NOW, days(10))),
        # Renewed without a day between: nothing is due.
        ([Grant(days(11), days(375)), Grant(FIRST, days(10))], (SkillState.CURRENT, days(375))),
        ([Grant(FIRST, days(10)), Grant(days(11), None)], (SkillState.CURRENT, None)),
        # A day between: the old one still runs out.
        ([Grant(FIRST, days(10)), Grant(days(12), days(375))], (SkillState.DUE_NOW, days(10))),
        # A renewal that is suspended carries nothing on.
        ([Grant(FIRST, days(10)), Grant(days(11), days(375), True)], (SkillState.DUE_NOW, days(10))),
        ([Grant(FIRST, days(10), True), Grant(days(11), days(375))], (SkillState.SUSPENDED, days(10))),
        ([Grant(days(-800), days(-400)), Grant(days(-390), days(-1))], (SkillState.EXPIRED, days(-1))),
        ([Grant(FIRST, days(-1)), Grant(days(5), days(400))], (SkillState.EXPIRED, days(-1))),
        ([Grant(days(5), days(400))], (SkillState.NOT_YET, days(400))),
    ],
)
def test_a_skill_stands_by_the_grant_of_the_day(
    grants: list[Grant], answer: tuple[SkillState, date | None] | None
) -> None:
    assert standing(grants, ON) == answer


@pytest.mark.parametrize(
    ("first_day", "months", "last_day"),
    [
        (date(2026, 12, 3), 12, date(2027, 12, 2)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2026, 1, 1), 60, date(2030, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 1), 12, date(2027, 11, 30)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_a_grant_lasts_its_months(first_day: date, months: int, last_day: date) -> None:
    assert last_day_of(first_day, months) == last_day


@pytest.mark.parametrize(
    ("held", "lacking"),
    [
        ({"personal_safety", "first_aid"}, ()),
        ({"personal_safety"}, ("first_aid",)),
        ({"level_2"}, ("personal_safety", "first_aid")),
    ],
)
def test_taser_needs_safety_training_and_first_aid(held: set[str], lacking: tuple[str, ...]) -> None:
    assert missing("taser", held) == lacking
    assert missing("level_2", ()) == ()
