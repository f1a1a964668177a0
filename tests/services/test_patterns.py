"""Writing, changing and withdrawing patterns, and following them from a day on."""

from datetime import date

import pytest
from sqlalchemy import select

from roster.errors import Changed, NotAllowed, NotFound, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.pattern import Pattern, PatternLine
from roster.planning.library import Following, Plan
from roster.planning.patterns import Rest
from roster.queries.patterns import contents, followed_in, patterns
from roster.services.patterns import (
    change_pattern,
    create_pattern,
    follow_pattern,
    withdraw_pattern,
    words_of,
)
from tests.factories import make_actor, make_officer, make_posting, make_team, make_template
from tests.roster_factories import make_pattern, make_pattern_line

MONDAY = date(2026, 12, 7)
RD, FD = Rest("rest_day"), Rest("free_day")


@pytest.fixture
def hart(database, at):
    at("2026-12-01 08:00")
    return make_actor("sergeant", teams=[make_team("Biggin Hill")])


def plan(codes: str, name: str = "Earlies") -> Plan:
    """From its codes, as make_pattern reads them."""
    for code in ("E", "L"):
        make_template(code)
    kept = contents(make_pattern(codes).days)
    return Plan(name, len(codes.split()) // 7, kept)


def test_a_pattern_is_written(hart) -> None:
    pattern = create_pattern(plan("E E L - FD RD RD"), by=hart)
    assert words_of(pattern) == "Earlies: E E L - FD RD RD"
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, "E E L - FD RD RD" in entry.detail) == ("pattern:change", True)


def test_it_is_changed_week_by_week(hart) -> None:
    pattern = create_pattern(plan("E E E E E RD RD"), by=hart)
    changed = change_pattern(pattern.id, plan("L E E E - RD RD L L L L FD RD RD", "Both"), 1, by=hart)
    assert words_of(changed) == "Both: L E E E - RD RD / L L L L FD RD RD"
    assert (changed.weeks, changed.version) == (2, 2)
    shorter = change_pattern(pattern.id, plan("L E E E - RD RD", "Both"), 2, by=hart)
    assert words_of(shorter) == "Both: L E E E - RD RD"


def test_only_a_day_differs_and_still_the_version_counts(hart) -> None:
    pattern = create_pattern(plan("E E E E E RD RD"), by=hart)
    assert change_pattern(pattern.id, plan("L E E E E RD RD"), 1, by=hart).version == 2


def test_two_people_at_one_pattern_are_shown_both_values(hart) -> None:
    pattern = create_pattern(plan("E E E E E RD RD"), by=hart)
    change_pattern(pattern.id, plan("L E E E E RD RD"), 1, by=hart)
    with pytest.raises(Changed) as conflict:
        change_pattern(pattern.id, plan("E E E E L RD RD"), 1, by=hart)
    assert conflict.value.yours == "Earlies: E E E E L RD RD"
    assert conflict.value.theirs == "Earlies: L E E E E RD RD"


def test_a_name_is_given_once_and_an_empty_pattern_is_none(hart) -> None:
    create_pattern(plan("E E E E E RD RD"), by=hart)
    with pytest.raises(Refusal, match="already"):
        create_pattern(plan("L L L L L RD RD", "EARLIES"), by=hart)
    with pytest.raises(Refusal, match="at least"):
        create_pattern(Plan("Empty", 1, {}), by=hart)


def test_who_does_not_plan_writes_none(hart) -> None:
    officer = make_actor("officer")
    pattern = make_pattern("E E E E E RD RD")
    for change in (
        lambda: create_pattern(plan("E E E E E RD RD"), by=officer),
        lambda: change_pattern(pattern.id, plan("E E E E E RD RD"), 1, by=officer),
        lambda: withdraw_pattern(pattern.id, by=officer),
    ):
        with pytest.raises(NotAllowed):
            change()
    with pytest.raises(NotFound):
        withdraw_pattern(999_999, by=hart)


def test_a_pattern_is_withdrawn_once_nobody_follows_it(hart) -> None:
    pattern = make_pattern("E E E E E RD RD")
    line = make_pattern_line(make_officer(), pattern, last="2026-12-05")
    with pytest.raises(Refusal, match="1 officer follows"):
        withdraw_pattern(pattern.id, by=hart)
    line.last_day = date(2026, 11, 30)
    db.session.commit()
    withdraw_pattern(pattern.id, by=hart)
    assert db.session.get_one(Pattern, pattern.id).withdrawn
    assert [one.pattern.withdrawn for one in patterns()] == [True]


class Ward:
    """PC Shah of Biggin Hill, who follows one pattern; another is there."""

    def __init__(self) -> None:
        self.team = make_team("Biggin Hill")
        self.hart = make_actor("sergeant", teams=[self.team])
        self.shah = make_officer("Amina Shah", team=self.team)
        self.one, self.two = make_pattern("E E E E E RD RD"), make_pattern("L L L L L RD RD " * 3)
        make_pattern_line(self.shah, self.one, first="2026-01-05")

    def follow(self, *following, **how) -> PatternLine | None:
        return follow_pattern(self.shah.id, Following(*following, **how), by=self.hart)

    def lines(self) -> list[tuple]:
        asked = select(PatternLine).order_by(PatternLine.first_day)
        return [
            (one.pattern_id, str(one.first_day), str(one.last_day or ""), one.offset_weeks)
            for one in db.session.scalars(asked)
        ]


@pytest.fixture
def ward(hart) -> Ward:
    return Ward()


def test_following_another_ends_the_earlier_the_day_before(ward) -> None:
    ward.follow(ward.two.id, MONDAY, offset_weeks=2)
    assert ward.lines() == [
        (ward.one.id, "2026-01-05", "2026-12-06", 0),
        (ward.two.id, "2026-12-07", "", 2),
    ]
    shown = followed_in([ward.team.id], date(2026, 12, 1))
    assert [(one.pattern, one.week) for one in shown] == [(ward.one.name, 1), (ward.two.name, 3)]


def test_following_from_the_same_day_takes_its_place(ward) -> None:
    ward.follow(ward.two.id, MONDAY)
    ward.follow(ward.one.id, MONDAY, last_day=date(2026, 12, 20))
    assert ward.lines()[1:] == [
        (ward.one.id, "2026-12-07", "2026-12-20", 0),
        (ward.two.id, "2026-12-21", "", 2),
    ]


def test_following_nothing_ends_what_was_followed(ward) -> None:
    assert ward.follow(None, MONDAY) is None
    assert ward.lines() == [(ward.one.id, "2026-01-05", "2026-12-06", 0)]


def test_without_a_last_day_it_ends_where_the_next_one_begins(ward) -> None:
    ward.follow(ward.two.id, date(2027, 2, 1))
    ward.follow(ward.two.id, MONDAY)
    assert [line[1:3] for line in ward.lines()] == [
        ("2026-01-05", "2026-12-06"),
        ("2026-12-07", "2027-01-31"),
        ("2027-02-01", ""),
    ]


def test_with_a_last_day_it_is_not_laid_over_a_later_one(ward) -> None:
    ward.follow(ward.two.id, date(2027, 2, 1))
    with pytest.raises(Refusal, match="already follows a pattern"):
        ward.follow(ward.two.id, MONDAY, date(2027, 2, 1))
    assert len(ward.lines()) == 2


def test_after_a_last_day_the_earlier_one_goes_on_in_step(ward) -> None:
    ward.follow(ward.two.id, MONDAY)
    ward.follow(ward.one.id, date(2027, 2, 8), date(2027, 2, 14))
    assert ward.lines()[1:] == [
        (ward.two.id, "2026-12-07", "2027-02-07", 0),
        (ward.one.id, "2027-02-08", "2027-02-14", 0),
        (ward.two.id, "2027-02-15", "", 1),  # ten weeks of three have passed
    ]
    # Nothing for a week, from the day on which it began.
    ward.follow(None, date(2027, 2, 15), date(2027, 2, 21))
    assert ward.lines()[3:] == [(ward.two.id, "2027-02-22", "", 2)]


def test_what_cannot_be_followed(ward) -> None:
    with pytest.raises(Refusal, match="has 3 weeks"):
        ward.follow(ward.two.id, MONDAY, offset_weeks=3)
    with pytest.raises(Refusal, match="no posting"):
        ward.follow(ward.two.id, date(2019, 1, 7))
    withdraw_pattern(ward.two.id, by=ward.hart)
    with pytest.raises(Refusal, match="withdrawn"):
        ward.follow(ward.two.id, MONDAY)
    assert ward.lines() == [(ward.one.id, "2026-01-05", "", 0)]


def test_another_teams_officer_is_out_of_reach(ward) -> None:
    okafor = make_officer("Ben Okafor")
    make_posting(okafor, make_team("Darwin"))
    with pytest.raises(NotAllowed):
        follow_pattern(okafor.id, Following(ward.two.id, MONDAY), by=ward.hart)
