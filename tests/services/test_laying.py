"""Laying patterns for teams: the rows it writes, what it never touches, and in how many statements."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from roster import clock
from roster.errors import NotAllowed, Refusal
from roster.extensions import db
from roster.models.audit import AuditEntry
from roster.models.cell_change import CellChange, ChangeSource
from roster.models.duty import Duty, DutyState, RestDay
from roster.planning.laying import Left
from roster.queries.cells import sheet_of
from roster.queries.laying import Period, free_from, laying_of
from roster.services.cell_answers import Wanted
from roster.services.cells import save_cells
from roster.services.laying import LaidOut, lay_patterns
from tests.factories import (
    make_absence,
    make_actor,
    make_duty,
    make_officer,
    make_posting,
    make_rest_day,
    make_team,
    make_template,
)
from tests.roster_factories import make_cell_change, make_pattern, make_pattern_line, make_public_holiday
from tests.statements import heard

MONDAY = date(2026, 12, 7)
WEEK = "E E E E E RD RD"


class Ward:
    """Biggin Hill, where PC Shah works earlies from Monday to Friday; PS Hart plans it."""

    def __init__(self) -> None:
        self.team = make_team("Biggin Hill")
        self.hart = make_actor("sergeant", teams=[self.team])
        self.shah = make_officer("Amina Shah", team=self.team)
        self.early = make_template("E", "Early")
        self.late = make_template("L", "Late", start=14 * 60, end=22 * 60)
        self.night = make_template("N", "Night", start=22 * 60, end=7 * 60)
        self.pattern = make_pattern(WEEK)
        make_pattern_line(self.shah, self.pattern, first="2026-11-30")

    def lay(self, weeks=1, first=MONDAY, **how) -> LaidOut:
        return lay_patterns([self.team.id], first, weeks, by=self.hart, **how)


@pytest.fixture
def ward(database, at) -> Ward:
    at("2026-12-01 08:00")
    return Ward()


def cells() -> list[str]:
    """Everybody's duties and rest days, as a line each: "Mon 7 07:00–15:00 draft"."""
    said = []
    for duty in db.session.scalars(select(Duty).order_by(Duty.starts_at)):
        starts, ends = clock.to_london(duty.starts_at), clock.to_london(duty.ends_at)
        said.append((starts, f"{starts:%a} {starts.day} {starts:%H:%M}–{ends:%H:%M} {duty.state}"))
    for rest in db.session.scalars(select(RestDay)):
        said.append(
            (clock.to_london(clock.midnight(rest.day)), f"{rest.day:%a} {rest.day.day} rest {rest.state}")
        )
    return [words for _, words in sorted(said)]


def test_a_week_becomes_drafts_with_their_history_and_one_entry_in_the_audit(ward) -> None:
    assert ward.lay() == LaidOut(5, 2, 0)
    assert cells() == [
        "Mon 7 07:00–15:00 draft",
        "Tue 8 07:00–15:00 draft",
        "Wed 9 07:00–15:00 draft",
        "Thu 10 07:00–15:00 draft",
        "Fri 11 07:00–15:00 draft",
        "Sat 12 rest draft",
        "Sun 13 rest draft",
    ]
    changes = db.session.scalars(select(CellChange).order_by(CellChange.day)).all()
    assert [(one.day.day, one.before, one.after) for one in changes][4:6] == [
        (11, "", "Early 07:00–15:00"),
        (12, "", "rest day"),
    ]
    assert {one.source for one in changes} == {ChangeSource.PATTERN}
    assert {one.account_id for one in changes} == {ward.hart.account_id}
    (entry,) = db.session.scalars(select(AuditEntry))
    detail = json.loads(entry.detail)
    assert (entry.action, detail["duties"], detail["rest_days"]) == ("pattern:lay", 5, 2)
    assert (detail["first"], detail["last"], len(detail["digest"])) == ("2026-12-07", "2026-12-13", 64)


def test_a_second_time_nothing_changes_and_nothing_is_written(ward) -> None:
    ward.lay()
    before = cells()
    assert ward.lay() == LaidOut()
    assert cells() == before
    assert db.session.scalar(select(func.count(AuditEntry.id))) == 1
    assert db.session.scalar(select(func.count(CellChange.id))) == 7


def test_drafts_of_an_earlier_laying_follow_the_pattern(ward) -> None:
    ward.lay()
    for day in ward.pattern.days[:2]:
        day.shift_template = ward.late
    db.session.commit()
    assert ward.lay() == LaidOut(2, 0, 2)
    assert cells()[:3] == ["Mon 7 14:00–22:00 draft", "Tue 8 14:00–22:00 draft", "Wed 9 07:00–15:00 draft"]
    last = db.session.scalars(select(CellChange).order_by(CellChange.id.desc()).limit(1)).one()
    assert (last.before, last.after) == ("Early 07:00–15:00", "Late 14:00–22:00")


def test_what_a_hand_changed_and_changed_back_is_laid_again(ward) -> None:
    ward.lay()
    for day, codes in ((7, ("L", "E")), (8, ("L",)), (9, ("",))):
        for code in codes:
            on = date(2026, 12, day)
            token = sheet_of([ward.shah.id], on, on).cell(ward.shah.id, on).token
            save_cells([Wanted(ward.shah.id, on, code, token)], by=ward.hart)
    for day in ward.pattern.days[:3]:
        day.shift_template = ward.night
    db.session.commit()
    laid = laying_of([ward.team.id], Period(MONDAY, date(2026, 12, 13)))[0].laid
    assert laid.left == {date(2026, 12, 8): Left.BY_HAND, date(2026, 12, 9): Left.BY_HAND}
    assert [day.day for day, *_ in laid.new_duties] == [7]


def test_a_cell_that_was_empty_and_is_again_is_not_by_hand(ward) -> None:
    for code in ("L", ""):
        token = sheet_of([ward.shah.id], MONDAY, MONDAY).cell(ward.shah.id, MONDAY).token
        save_cells([Wanted(ward.shah.id, MONDAY, code, token)], by=ward.hart)
    assert ward.lay() == LaidOut(5, 2, 0)


def test_what_is_published_is_never_touched(ward) -> None:
    make_duty(ward.shah, "2026-12-08 14:00", template=ward.late)
    make_rest_day(ward.shah, "2026-12-09")
    make_duty(ward.shah, "2026-12-12 07:00")
    ward.lay(overwrite=True)
    assert cells() == [
        "Mon 7 07:00–15:00 draft",
        "Tue 8 14:00–22:00 published",
        "Wed 9 rest published",
        "Thu 10 07:00–15:00 draft",
        "Fri 11 07:00–15:00 draft",
        "Sat 12 07:00–15:00 published",
        "Sun 13 rest draft",
    ]


def test_approved_leave_keeps_its_days_free(ward) -> None:
    make_absence(ward.shah, "2026-12-08 00:00", hours=48)
    make_absence(ward.shah, "2026-12-10 00:00", status="requested")
    ward.lay()
    assert [words[:6].strip() for words in cells()] == ["Mon 7", "Thu 10", "Fri 11", "Sat 12", "Sun 13"]


def test_what_was_edited_by_hand_stays_until_the_sergeant_asks(ward) -> None:
    ward.lay()
    monday = db.session.scalars(select(Duty).order_by(Duty.starts_at).limit(1)).one()
    db.session.delete(monday)
    db.session.commit()
    make_duty(ward.shah, "2026-12-07 14:00", published=False, template=ward.late)
    make_cell_change(ward.shah, "2026-12-07", "Early 07:00–15:00", "Late 14:00–22:00")
    assert ward.lay() == LaidOut()
    assert cells()[0] == "Mon 7 14:00–22:00 draft"
    assert ward.lay(overwrite=True) == LaidOut(1, 0, 1)
    assert cells()[0] == "Mon 7 07:00–15:00 draft"


def test_a_published_night_before_leaves_the_next_early_out_and_says_so(ward) -> None:
    make_duty(ward.shah, "2026-12-06 22:00", hours=9.5, template=ward.night)
    (laying,) = laying_of([ward.team.id], Period(MONDAY, date(2026, 12, 13)))
    assert laying.laid.left == {MONDAY: Left.OVERLAPS}
    assert ward.lay().duties == 4


def test_only_the_days_here_and_under_a_pattern_are_laid(ward) -> None:
    lewis = make_officer("Dee Lewis", "PCSO")
    make_posting(lewis, ward.team, last="2026-12-09")
    make_posting(lewis, make_team("Darwin"), first="2026-12-10")
    make_pattern_line(lewis, ward.pattern, first="2026-12-08")
    lines = {one.person.name: one for one in laying_of([ward.team.id], Period(MONDAY, date(2026, 12, 13)))}
    laying = lines["PCSO Lewis"]
    assert [day.day for day, *_ in laying.laid.new_duties] == [8, 9]
    assert laying.open_days == 1


def test_the_preview_names_those_without_a_pattern_and_counts_public_holidays(ward) -> None:
    make_officer("Ben Okafor", team=ward.team)
    make_public_holiday("2026-12-25")
    make_public_holiday("2026-12-26", "Boxing Day")  # a Saturday: a rest day
    asked = Period(date(2026, 12, 21), date(2026, 12, 27))
    found = {one.person.name: (one.follows, one.holidays) for one in laying_of([ward.team.id], asked)}
    assert found == {"PC Shah": (True, 1), "PC Okafor": (False, 0)}


def test_a_night_over_the_clock_change_ends_at_seven(ward, at) -> None:
    at("2027-03-20 08:00")
    make_pattern_line(make_officer("Rosa Marsh", team=ward.team), make_pattern("N N N N N N N"))
    lay_patterns([ward.team.id], date(2027, 3, 22), 1, by=ward.hart)
    night = db.session.scalars(
        select(Duty).where(Duty.shift_template_id == ward.night.id).order_by(Duty.starts_at.desc())
    ).all()[1]
    assert night.span.minutes == 8 * 60
    assert f"{clock.to_london(night.ends_at):%H:%M}" == "07:00"


def test_another_teams_roster_is_out_of_reach(ward) -> None:
    other = make_team("Darwin")
    for teams in ([other.id], [ward.team.id, other.id], []):
        with pytest.raises(NotAllowed):
            lay_patterns(teams, MONDAY, 1, by=ward.hart)
    assert cells() == []


def test_days_gone_by_and_years_ahead_are_refused(ward) -> None:
    for first, weeks in ((date(2026, 11, 30), 1), (MONDAY, 0), (MONDAY, 53)):
        with pytest.raises(Refusal):
            ward.lay(first=first, weeks=weeks)


def test_the_first_free_monday(ward) -> None:
    assert free_from([ward.team.id]) == MONDAY
    make_duty(ward.shah, "2026-12-17 07:00", published=False)
    assert free_from([ward.team.id]) == date(2026, 12, 21)


def test_a_laying_that_fails_leaves_nothing_behind(ward, monkeypatch) -> None:
    def fail(_rows) -> None:
        raise RuntimeError("the worker died")

    monkeypatch.setattr("roster.services.laying.note_changes", fail)
    with pytest.raises(RuntimeError):
        ward.lay()
    assert cells() == []
    assert db.session.scalar(select(func.count(Duty.id)).where(Duty.state == DutyState.DRAFT)) == 0


def test_the_number_of_statements_does_not_grow_with_the_people(ward) -> None:
    def asked(people: int, first: date) -> int:
        for one in range(people):
            officer = make_officer(f"Pat {one}-{first}", team=ward.team)
            make_pattern_line(officer, ward.pattern)
        with heard() as statements:
            ward.lay(first=first, weeks=4)
        return len(statements)

    assert asked(1, MONDAY) == asked(9, date(2027, 2, 1))
