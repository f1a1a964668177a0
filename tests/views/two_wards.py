"""Two wards with the same things in each, and somebody of each role in the first: whose is whose."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from roster.models.account import Account
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_account,
    make_area,
    make_category,
    make_charge,
    make_contact_session,
    make_duty,
    make_flag,
    make_officer,
    make_supervision,
    make_team,
    make_template,
)
from tests.roster_factories import (
    make_cell_change,
    make_owed_rest_day,
    make_pattern,
    make_pattern_line,
    make_public_holiday,
    make_swap,
)


@dataclass
class World:
    """Two wards in two boroughs, the same things in each, and an account for each role in the first."""

    accounts: dict[str, Account]
    own: dict[str, Any]
    other: dict[str, Any]
    colleague: dict[str, Any]


def things(team: Any, officer: Any) -> dict[str, Any]:
    """One of everything that an address can name."""
    contact_session = make_contact_session(team, "2026-12-03 10:00", named=[officer])
    pattern = make_pattern("E E L L RD RD RD")
    make_pattern_line(officer, pattern)
    make_duty(officer, "2026-12-10 07:00", published=False)
    return {
        "day": "2026-12-03",
        "team_id": team.id,
        "officer_id": officer.id,
        "warrant_number": officer.warrant_number,
        "duty_id": make_duty(officer, "2026-12-03 07:00").id,
        "absence_id": make_absence(officer, "2026-12-05 00:00").id,
        "abstraction_id": make_abstraction(officer, "2026-12-03 08:00", hours=6).id,
        "category_id": make_category().id,
        "contact_session_id": contact_session.id,
        "venue_id": contact_session.venue_id,
        "flag_id": make_flag(contact_session).id,
        "change_id": make_cell_change(officer, "2026-12-03", reason="exigency").id,
        "owed_id": make_owed_rest_day(officer, "2026-12-08").id,
        "grant_id": grant(officer, "first_aid").id,
        "pattern_id": pattern.id,
        "template_id": make_template("E").id,
        "holiday_id": make_public_holiday(str(date(2020, 1, 1) + timedelta(days=officer.id))).id,
        "year": 2026,
        "swap_id": make_swap(make_duty(officer, "2026-12-08 07:00")).id,
    }


def two_wards() -> World:
    """It is the first of December."""
    here, there = make_team("Biggin Hill"), make_team("Far Away", borough=make_area("Croydon", "Far Area"))
    officer = make_officer("Amina Shah", team=here)
    sergeant = make_officer("Morgan Hart", "PS", team=here)
    make_supervision(sergeant, here)
    manager = make_officer("Jo Cole", "Insp")
    make_charge(manager, here.borough)
    return World(
        accounts={
            "O": make_account(officer, ["officer"]),
            "S": make_account(sergeant, ["sergeant"]),
            "M": make_account(manager, ["manager"]),
            "A": make_account(make_officer("Ada Min", "PCSO"), ["administrator"]),
        },
        own=things(here, officer),
        other=things(there, make_officer("Ben Okafor", team=there)),
        colleague=things(here, make_officer("Rosa Marsh", team=here)),
    )
