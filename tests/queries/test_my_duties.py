"""An officer's own weeks: whose rows, who is on with me, what was taken; in how many statements."""

from datetime import date

import pytest

from roster.models.cell_change import ChangeReason
from roster.queries.cell_changes import own_unacknowledged, unacknowledged_in
from roster.queries.my_changes import unseen
from roster.queries.my_duties import on_with, weeks_of
from roster.queries.roster_days import Days
from roster.services.abstractions import log_abstraction
from roster.services.cell_changes import Why
from roster.services.cell_changes_told import acknowledge
from roster.services.duties import change_duty
from tests.factories import (
    make_absence,
    make_abstraction,
    make_account,
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_notice,
    make_officer,
    make_posting,
    make_rest_day,
    make_team,
    make_template,
    span,
)
from tests.statements import heard

WHY = Why(ChangeReason.EXIGENCY)
BEFORE, AHEAD = Days.starting(date(2026, 11, 5), 28), Days.starting(date(2026, 12, 3), 28)


@pytest.fixture
def shah(database, at):
    at("2026-12-03 09:00")
    return make_officer("Amina Shah", team=make_team("Biggin Hill"))


def weeks(officer):
    return weeks_of(officer.id, BEFORE, AHEAD)


def test_only_what_is_settled_and_mine_is_shown(shah) -> None:
    other = make_officer("Ben Okafor", team=shah.postings[0].team)
    make_duty(shah, "2026-12-04 07:00", template=make_template())
    make_duty(shah, "2026-12-05 07:00", published=False)
    make_duty(other, "2026-12-04 07:00")
    make_abstraction(shah, "2026-12-06 07:00", status="cancelled")
    make_abstraction(shah, "2026-12-07 07:00", status="requested")
    make_rest_day(shah, "2026-12-08")
    make_rest_day(shah, "2026-12-09", published=False)
    make_absence(shah, "2026-12-10 00:00", status="requested")
    make_absence(shah, "2026-12-11 00:00", status="declined")
    assert [(mark.layer, mark.name, mark.state) for mark in weeks(shah).marks] == [
        (0, "Early", "published"),
        (2, "", "requested"),
        (3, "", "published"),
    ]


def test_the_contact_sessions_i_am_named_on_and_that_are_not_over(shah) -> None:
    team = shah.postings[0].team
    for start in ("2026-12-03 08:00", "2026-12-03 08:30", "2026-12-10 10:00", "2027-01-20 10:00"):
        make_contact_session(team, start, named=[shah])
    make_contact_session(team, "2026-12-11 10:00", named=[shah], cancelled=True)
    make_contact_session(team, "2026-12-12 10:00")
    assert [one.span for one in weeks(shah).named] == [
        span("2026-12-03 08:30", hours=1),
        span("2026-12-10 10:00", hours=1),
    ]


def test_who_is_on_with_me(shah) -> None:
    team = shah.postings[0].team
    duty = span("2026-12-04 07:00", hours=8)
    lewis = make_officer("Jo Lewis", "PCSO", team=team)
    make_duty(lewis, "2026-12-04 10:00")
    make_abstraction(lewis, "2026-12-04 12:00", hours=1)
    for name, kind in (("Ola Fox", "office"), ("Max Taken", "ward"), ("Kim Leave", "ward")):
        colleague = make_officer(name, team=team)
        make_duty(colleague, "2026-12-04 07:00", kind=kind)
        if name == "Max Taken":
            make_abstraction(colleague, "2026-12-04 06:00", hours=10)
        if name == "Kim Leave":
            make_absence(colleague, "2026-12-01 00:00", hours=24 * 7)
    moved = make_officer("Pat Moved")
    make_posting(moved, team, "2026-01-01", "2026-12-03")
    make_duty(moved, "2026-12-04 07:00")
    named, mates = on_with(shah.id, duty)
    assert named == "Biggin Hill"
    assert [(mate.name, mate.together) for mate in mates] == [
        ("PCSO Lewis", (span("2026-12-04 10:00", hours=2), span("2026-12-04 13:00", hours=2)))
    ]


def test_nobody_is_on_with_somebody_posted_nowhere(database) -> None:
    assert on_with(make_officer("Ola Fox").id, span("2026-12-04 07:00", hours=8)) == ("", [])


def test_what_was_taken_from_me(shah) -> None:
    make_duty(shah, "2026-11-20 14:00")
    make_abstraction(shah, "2026-11-20 16:00", hours=8)
    make_duty(shah, "2026-12-03 07:00")
    make_abstraction(shah, "2026-12-03 08:00", hours=4)  # still on: an hour of it has passed
    make_abstraction(shah, "2026-12-20 08:00", hours=4)
    make_abstraction(shah, "2026-10-20 08:00", hours=4)
    assert [(one.minutes, one.ward_minutes) for one in weeks(shah).losses()] == [(60, 60), (480, 360)]


def statements_for(officer_id: int) -> int:
    with heard() as asked:
        weeks_of(officer_id, BEFORE, AHEAD)
        on_with(officer_id, span("2026-12-04 07:00", hours=8))
        unseen(officer_id)
    return len(asked)


def test_the_same_four_statements_for_a_full_month(shah) -> None:
    empty = statements_for(shah.id)
    team = shah.postings[0].team
    for day in range(4, 28):
        duty = f"2026-12-{day:02} 07:00"
        make_duty(shah, duty)
        make_duty(make_officer(f"Officer Number{day}", team=team), duty)
        make_contact_session(team, f"2026-12-{day:02} 10:00", named=[shah])
        make_notice(shah, abstraction=make_abstraction(shah, duty))
    assert (empty, statements_for(shah.id)) == (
        4,
        5,
    )  # the audit is asked only where there is something to tell


def test_a_change_comes_with_who_made_it(shah) -> None:
    team = shah.postings[0].team
    hart = make_officer("Morgan Hart", "PS")
    sergeant = make_actor("sergeant", teams=[team], officer=hart)
    log_abstraction(shah, span("2026-12-12 09:00", hours=12), make_category(), "Ops Room", by=sergeant)
    make_notice(shah, kind="named", contact_session=make_contact_session(team, "2026-12-10 10:00"))
    found = {str(change.notice.kind): change for change in unseen(shah.id)}
    assert [found[kind].by for kind in ("taken", "named")] == ["PS Hart", ""]


def test_a_changed_cell_waits_until_it_is_acknowledged(shah) -> None:
    hart = make_officer("Morgan Hart", "PS")
    sergeant = make_actor("sergeant", teams=[shah.postings[0].team], officer=hart)
    duty = make_duty(shah, "2026-12-04 07:00", template=make_template())
    change_duty(duty, span("2026-12-04 14:00", hours=8), make_template("L", "Late"), 1, by=sergeant, why=WHY)
    assert unseen(shah.id) == []
    (change,) = own_unacknowledged(shah.id)
    assert (change.before, change.after, change.by) == ("Early 07:00–15:00", "Late 14:00–22:00", "PS Hart")
    assert unacknowledged_in([shah.postings[0].team_id]) == [change]
    assert unacknowledged_in([make_team("Darwin").id]) == []
    acknowledge(change.id, by=make_actor("officer", officer=shah))
    assert own_unacknowledged(shah.id) == []


def test_what_was_seen_and_what_others_were_told_is_left_out(shah) -> None:
    seen, other = make_notice(shah), make_officer("Ben Okafor")
    seen.read_at = seen.created_at
    make_notice(other)
    make_account(other)
    assert unseen(shah.id) == []
