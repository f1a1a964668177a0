"""Who may take a duty: every rule of rest and hours, and the rank and skill that a shift needs."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from roster.errors import Refusal
from roster.extensions import db
from roster.models.duty import Duty
from roster.models.swap import Swap, SwapStatus
from roster.queries.breaches import breaches_in
from roster.queries.swaps import takers_of
from roster.services.swap_decisions import approve_swap
from roster.services.swaps import offer_duty, take_swap
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_actor,
    make_duty,
    make_officer,
    make_rest_day,
    make_sergeant,
    make_skill,
    make_supervision,
    make_team,
    make_template,
)
from tests.roster_factories import make_minimum_strength


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah has a Late on Sunday 13 December; PC O'Neill and PCSO Lewis are free then."""
    at("2026-11-23 09:00")
    team = make_team()
    people = {"shah": make_officer(team=team), "o_neill": make_officer("Ciarán O'Neill", team=team)}
    people["lewis"] = make_officer("Dee Lewis", "PCSO", team=team)
    sergeant = make_sergeant(team)
    late = make_template("L", "Late", start=14 * 60, end=22 * 60)
    acting = {f"as_{name}": make_actor("officer", teams=[team], officer=one) for name, one in people.items()}
    return SimpleNamespace(
        team=team,
        sergeant=sergeant,
        late=late,
        duty=make_duty(people["shah"], "2026-12-13 14:00", template=late),
        hart=make_actor(teams=[team]),
        **people,
        **acting,
    )


def refused(ward, taker, in_return: Duty | None = None) -> str:
    """Why that taker cannot have the duty; empty where it was taken."""
    swap = offer_duty(ward.duty, by=ward.as_shah)
    try:
        take_swap(swap, in_return.id if in_return else None, by=taker)
    except Refusal as refusal:
        return str(refusal)
    return ""


def rules_broken(officer) -> set[str]:
    found = breaches_in([officer.id], date(2026, 11, 30), date(2026, 12, 27)).get(officer.id, [])
    return {one.rule.value for one in found}


def able(ward, duty: Duty | None = None) -> list[str]:
    found = takers_of(duty or ward.duty, ward.team.id)
    return sorted(one.person.short_name for one in found if not one.bars)


# Rest and hours, over weeks


def part_time_weeks(officer) -> None:
    """Monday to Thursday, Friday and Saturday free, Sunday the rest day: the only one of the week."""
    for week in range(3):
        monday = date(2026, 11, 30) + timedelta(days=7 * week)
        for on in range(4):
            make_duty(officer, f"{monday + timedelta(days=on)} 09:00")
        for on in (4, 5):
            make_rest_day(officer, monday + timedelta(days=on), kind="free_day")
        make_rest_day(officer, monday + timedelta(days=6))


def test_the_only_rest_day_of_the_week_is_not_taken_from_anybody(ward):
    part_time_weeks(ward.o_neill)
    assert rules_broken(ward.o_neill) == set()
    assert "PC O'Neill" not in able(ward)
    assert refused(ward, ward.as_o_neill) == (
        "This cannot be: you would go 13 days without a rest day, more than 7"
    )


def test_with_another_rest_day_in_return_it_may_be_taken(ward):
    part_time_weeks(ward.o_neill)
    monday = db.session.query(Duty).filter_by(officer_id=ward.o_neill.id).order_by(Duty.starts_at).all()[8]
    make_rest_day(ward.shah, "2026-12-14")
    assert refused(ward, ward.as_o_neill, monday) == ""
    approve_swap(db.session.query(Swap).one(), by=ward.hart)
    assert rules_broken(ward.o_neill) == set()


def test_an_average_of_48_hours_is_not_gone_over(ward):
    for week in range(17):
        monday = date(2026, 9, 7) + timedelta(days=7 * week)
        for on in range(5):
            make_duty(ward.o_neill, f"{monday + timedelta(days=on)} 09:00", hours=9.6)
        for on in (5, 6):
            make_rest_day(ward.o_neill, monday + timedelta(days=on))
    assert rules_broken(ward.o_neill) == set()
    # 8 hours more in 17 weeks are 28 minutes a week.
    assert refused(ward, ward.as_o_neill) == (
        "This cannot be: you would work 48 h 28 min a week on average, more than 48 h"
    )


def test_what_is_judged_when_taken_is_judged_again_when_approved(ward):
    swap = offer_duty(ward.duty, by=ward.as_shah)
    take_swap(swap, by=ward.as_o_neill)
    part_time_weeks(ward.o_neill)
    with pytest.raises(Refusal, match="PC O'Neill would go 13 days without a rest day"):
        approve_swap(swap, by=ward.hart)
    assert db.session.get_one(Swap, swap.id).status is SwapStatus.TAKEN


# The giver, meanwhile


@pytest.mark.parametrize(
    ("lay", "words"),
    [
        (lambda who: make_abstraction(who, "2026-12-13 16:00", hours=2), "is taken to other work then"),
        (lambda who: make_absence(who, "2026-12-13 00:00"), "is away then"),
    ],
    ids=["taken", "away"],
)
def test_a_giver_who_is_taken_or_away_meanwhile_has_no_duty_to_give(ward, lay, words):
    swap = offer_duty(ward.duty, by=ward.as_shah)
    take_swap(swap, by=ward.as_o_neill)
    lay(ward.shah)
    with pytest.raises(Refusal, match=f"PC Shah {words}"):
        approve_swap(swap, by=ward.hart)
    assert db.session.get_one(Duty, ward.duty.id).officer_id == ward.shah.id


def test_a_taker_who_is_taken_from_what_was_promised_in_return_cannot_give_it(ward):
    monday = make_duty(ward.o_neill, "2026-12-21 14:00")
    swap = offer_duty(ward.duty, by=ward.as_shah)
    take_swap(swap, monday.id, by=ward.as_o_neill)
    make_abstraction(ward.o_neill, "2026-12-21 14:00")
    with pytest.raises(Refusal, match="PC O'Neill is taken to other work then, 14:00–22:00"):
        approve_swap(swap, by=ward.hart)


# Rank and skill


def test_a_rank_that_the_shift_needs_is_asked_of_the_taker(ward):
    make_minimum_strength(ward.team, ward.late, rank="PC")
    assert able(ward) == ["PC O'Neill"]
    assert refused(ward, ward.as_lewis) == (
        "This cannot be: you are no PC, and minimum strength needs one on Late"
    )


def test_where_another_pc_is_on_the_shift_a_pcso_may_take_it(ward):
    make_minimum_strength(ward.team, ward.late, rank="PC")
    make_duty(ward.o_neill, "2026-12-13 14:00", template=ward.late)
    assert able(ward) == ["PCSO Lewis"]


def test_a_skill_that_the_shift_needs_is_asked_of_the_taker_in_date(ward):
    driver = make_skill("response_driver")
    make_minimum_strength(ward.team, ward.late, officers=2)
    make_minimum_strength(ward.team, ward.late, skill=driver)
    grant(ward.shah, driver)
    held = grant(ward.o_neill, driver, "2026-01-01", "2026-12-12")
    assert able(ward) == []
    held.last_day = date(2026, 12, 13)
    db.session.commit()
    assert able(ward) == ["PC O'Neill"]
    assert "you do not hold Response driver in date" in refused(ward, ward.as_lewis)


def test_a_need_that_the_giver_never_filled_bars_nobody(ward):
    make_minimum_strength(ward.team, ward.late, skill=make_skill("response_driver"))
    make_minimum_strength(ward.team, ward.late, rank="PC", weekday=0)  # a Monday's
    make_minimum_strength(make_team("Darwin"), ward.late, rank="PC")
    make_minimum_strength(ward.team, make_template(), rank="PC")  # the Early's
    assert able(ward) == ["PC O'Neill", "PCSO Lewis"]


def test_one_person_is_not_counted_for_two_needs(ward):
    aider, driver = make_skill("first_aid"), make_skill("response_driver")
    marsh = make_officer("Rosa Marsh", team=ward.team)
    make_duty(marsh, "2026-12-13 14:00", template=ward.late)
    for skill in (aider, driver):
        make_minimum_strength(ward.team, ward.late, skill=skill)
        grant(marsh, skill)
    grant(ward.shah, aider)
    # PC Marsh could fill either need, and PC Shah the one that she leaves: not both of them alone.
    assert able(ward) == []
    grant(ward.o_neill, driver)
    assert able(ward) == ["PC O'Neill"]


def test_what_is_given_in_return_needs_its_rank_too(ward):
    make_minimum_strength(ward.team, ward.late, rank="PCSO", weekday=0)
    monday = make_duty(ward.lewis, "2026-12-21 14:00", template=ward.late)
    assert "PC Shah is no PCSO, and minimum strength needs one on Late" in refused(
        ward, ward.as_lewis, monday
    )


def test_a_taker_of_another_ward_is_judged_by_what_the_givers_ward_needs(ward):
    darwin = make_team("Darwin")
    make_supervision(ward.sergeant, darwin)
    make_officer("Ben Okafor", team=darwin)
    make_officer("Cat Ames", "PCSO", team=darwin)
    make_minimum_strength(ward.team, ward.late, rank="PC")
    assert able(ward) == ["PC O'Neill", "PC Okafor"]
