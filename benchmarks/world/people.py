"""The force as it stands: areas, ward teams, officers, skills, and accounts that open the pages."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

from benchmarks.world.scale import (
    LONE_SERGEANT,
    MANAGER,
    OFFICER,
    SERGEANT,
    TEAMS_A_SERGEANT,
    Scale,
)
from benchmarks.world.sink import Sink

NEVER_ENDS = 253_402_214_400  # as roster.models.columns.FOREVER
NAMES = """
Alex Billie Casey Dana Ellis Frankie Georgie Harper Indy Jules Kit Lee Morgan Nico Ray
Abara Brook Castle Dunmore Eastwell Farrow Glass Hollis Ingram Jarvis Kettle Lomas Marsh Nunn Okoro Pell
Ash Birch Cold Dover East Fern Green High Inner Kings Low Mill New Oak Park
bridge bury combe den field ford gate ham hill ley mere ridge stead stone ton wick wood worth
"""
FIRST_NAMES, LAST_NAMES, PLACES, ENDINGS = (line.split() for line in NAMES.strip().splitlines())
SKILLS = ("taser", "response_driver", "level_2", "level_3", "personal_safety", "first_aid")


def add_people(scale: Scale, sink: Sink, skills: Mapping[str, int], roles: Mapping[str, int]) -> None:
    """Everything that does not grow with the years."""
    begins = int(datetime.combine(scale.today - timedelta(days=3650), time.min, UTC).timestamp())
    _areas(scale, sink)
    for officer in range(1, scale.officers + 1):
        rank = ("PC", "PC", "PC", "PCSO", "PCSO")[officer % 5]
        _officer(sink, officer, rank)
        sink.add("posting", officer, scale.team_of(officer), begins, NEVER_ENDS)
        for skill in SKILLS[3:] if rank == "PCSO" else SKILLS[officer % 3 :]:
            sink.add("skill_grant", officer, skills[skill], begins, NEVER_ENDS, 0)
    for team in range(1, scale.teams + 1):
        sergeant = scale.officers + -(-team // TEAMS_A_SERGEANT)
        sink.add("supervision", sergeant, team, begins, NEVER_ENDS)
    for number in range(scale.sergeants):
        _officer(sink, scale.officers + number + 1, "PS")
    _officer(sink, scale.manager, "Insp")
    sink.add("charge", scale.manager, 1, None)
    _accounts(scale, sink, roles, begins)
    sink.pour(0)


def _areas(scale: Scale, sink: Sink) -> None:
    for number in range(1, scale.bcus + 1):
        sink.add("bcu", f"Area {number}")
    for number in range(scale.boroughs):
        sink.add("borough", number * scale.bcus // scale.boroughs + 1, f"Borough {number + 1}")
    for number in range(scale.teams):
        place, ending = number // len(ENDINGS) % len(PLACES), number % len(ENDINGS)
        name = f"{PLACES[place]}{ENDINGS[ending]}" + (" West" if number >= 270 else "")
        borough = number * scale.boroughs // scale.teams + 1
        team = sink.add("team", borough, f"E{90_000_000 + number}", name)
        for venue in ("Library", "Market Square"):
            sink.add("venue", team, f"{name} {venue}", "")


def _officer(sink: Sink, number: int, rank: str) -> None:
    first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number // 7 % len(LAST_NAMES)]
    employment = "police_staff" if rank == "PCSO" else "police_officer"
    sink.add("officer", f"B{number:06}", first, last, rank, employment, 100)


def _accounts(scale: Scale, sink: Sink, roles: Mapping[str, int], begins: int) -> None:
    lone = _lone_sergeant(scale, sink, begins)
    wanted = (
        (SERGEANT, scale.officers + 1, ("officer", "sergeant")),
        (MANAGER, scale.manager, ("manager",)),
        (OFFICER, 1, ("officer",)),
        (LONE_SERGEANT, lone, ("officer", "sergeant")),
    )
    for email, officer, granted in wanted:
        account = sink.add("account", email, None, 1, email, officer)
        sink.rows["account_role"] += [(account, roles[role]) for role in granted]


def _lone_sergeant(scale: Scale, sink: Sink, begins: int) -> int:
    number = scale.manager + 1
    _officer(sink, number, "PS")
    sink.add("supervision", number, scale.teams, begins, NEVER_ENDS)
    return number
