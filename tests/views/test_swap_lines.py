"""What the sergeant reads before approving a swap: strength, bare wards and rest days of both."""

from types import SimpleNamespace

import pytest

from roster.extensions import db
from roster.models.duty import Duty
from roster.models.officer import Officer
from roster.views.swap_lines import decision_lines
from tests.factories import make_absence, make_duty, make_officer, make_rest_day, make_team, make_template
from tests.roster_factories import make_minimum_strength, make_owed_rest_day, make_swap


@pytest.fixture
def wards(database, at) -> SimpleNamespace:
    """PC Shah and PC O'Neill of Biggin Hill, PC Okafor of Darwin; PC Shah has an Early on Thursday."""
    at("2026-11-23 09:00")
    biggin_hill, darwin = make_team(), make_team("Darwin")
    shah = make_officer(team=biggin_hill)
    early = make_template()
    return SimpleNamespace(
        biggin_hill=biggin_hill,
        darwin=darwin,
        shah=shah,
        o_neill=make_officer("Ciarán O'Neill", team=biggin_hill),
        okafor=make_officer("Ben Okafor", team=darwin),
        early=early,
        late=make_template("L", "Late", start=14 * 60, end=22 * 60),
        duty=make_duty(shah, "2026-12-03 07:00", template=early),
    )


def lines(duty: Duty, taker: Officer, in_return: Duty | None = None) -> list[str]:
    """Each as its mark and its words."""
    swap = make_swap(duty, taker=taker, status="taken")
    if in_return:
        swap.return_duty = in_return
        swap.return_starts_at, swap.return_ends_at = in_return.starts_at, in_return.ends_at
        db.session.commit()
    return [f"{one.mark} {one.lead} {one.rest}".strip() for one in decision_lines(swap)[1]]


SOMEBODY = "✓ Somebody is on ward duty throughout."
BARE = "! Biggin Hill is left without anyone on ward duty Thu 3 Dec 07:00–15:00 (8 h)."


def test_a_taker_of_the_same_ward_leaves_it_as_it_was(wards):
    make_minimum_strength(wards.biggin_hill, wards.early)
    found = lines(wards.duty, wards.o_neill)
    assert SOMEBODY in found
    assert "✓ Minimum strength: no shift falls short of it by this." in found
    assert not any("without anyone" in one for one in found)


def test_a_taker_of_another_ward_leaves_the_givers_short_and_bare(wards):
    make_minimum_strength(wards.biggin_hill, wards.early)
    make_minimum_strength(wards.darwin, wards.early)
    found = lines(wards.duty, wards.okafor)
    assert "✕ Falls below minimum strength: Biggin Hill, Thu 3 Dec Early: 0 of 1." in found
    assert BARE in found
    assert SOMEBODY not in found


def test_what_was_short_before_and_is_no_shorter_is_not_the_swaps_doing(wards):
    make_minimum_strength(wards.biggin_hill, wards.early, officers=3)
    found = lines(wards.duty, wards.o_neill)
    assert "✓ Minimum strength: no shift falls short of it by this." in found


def test_colleagues_on_the_ward_are_counted_for_the_hours_they_are_there(wards):
    make_duty(wards.o_neill, "2026-12-03 07:00", hours=8)
    make_absence(wards.o_neill, "2026-12-03 12:00", hours=1)
    found = lines(wards.duty, wards.okafor)
    assert "! Biggin Hill is left without anyone on ward duty Thu 3 Dec 12:00–13:00 (1 h)." in found


def test_what_is_given_in_return_is_looked_at_in_its_own_ward(wards):
    make_minimum_strength(wards.darwin, wards.late)
    in_return = make_duty(wards.okafor, "2026-12-10 14:00", template=wards.late)
    found = lines(wards.duty, wards.okafor, in_return)
    assert "✕ Falls below minimum strength: Darwin, Thu 10 Dec Late: 0 of 1." in found
    assert BARE in found
    assert "! Darwin is left without anyone on ward duty Thu 10 Dec 14:00–22:00 (8 h)." in found


def test_duties_of_one_day_that_change_places_leave_nothing_bare(wards):
    for shift in (wards.early, wards.late):
        make_minimum_strength(wards.biggin_hill, shift)
    in_return = make_duty(wards.o_neill, "2026-12-03 14:00", template=wards.late)
    found = lines(wards.duty, wards.o_neill, in_return)
    assert SOMEBODY in found
    assert "✓ Minimum strength: no shift falls short of it by this." in found


def test_the_giver_who_works_the_other_half_of_the_day_is_there_then(wards):
    in_return = make_duty(wards.okafor, "2026-12-03 12:00", hours=8)
    found = lines(wards.duty, wards.okafor, in_return)
    # From 12:00 PC Shah is on the ward again, by the duty that comes in return.
    assert "! Biggin Hill is left without anyone on ward duty Thu 3 Dec 07:00–12:00 (5 h)." in found
    assert "! Darwin is left without anyone on ward duty Thu 3 Dec 15:00–20:00 (5 h)." in found


def test_the_office_is_not_the_ward(wards):
    office = make_duty(wards.shah, "2026-12-04 09:00", kind="office")
    found = lines(office, wards.okafor)
    assert not any("ward duty" in one for one in found)


# Rest days


def test_a_rest_day_that_goes_the_other_way_is_owed_to_nobody(wards):
    make_rest_day(wards.o_neill, "2026-12-03")
    assert (
        "· PC O'Neill’s rest day of Thu 3 Dec goes to PC Shah: exchanged, not cancelled, so none is owed."
    ) in lines(wards.duty, wards.o_neill)


def test_a_rest_day_with_nobody_to_go_to_is_said_to_be_owed(wards):
    make_rest_day(wards.o_neill, "2026-12-03")
    make_duty(wards.shah, "2026-12-03 17:00", hours=1, kind="court")
    assert (
        "! PC O'Neill’s rest day of Thu 3 Dec is cancelled with 9 clear days’ notice: it stays owed until it "
        "is re-rostered."
    ) in lines(wards.duty, wards.o_neill)


def test_an_own_rest_day_is_said_to_stand_again(wards):
    make_owed_rest_day(wards.shah, "2026-12-03")
    assert "· PC Shah’s rest day of Thu 3 Dec stands again, and is owed no more." in lines(
        wards.duty, wards.o_neill
    )


def test_without_rest_days_nothing_is_said_of_them(wards):
    found = lines(wards.duty, wards.o_neill)
    assert not any("rest day" in one for one in found)
    assert found[-1] == "· 9 clear days’ notice, at the officers’ own request."
