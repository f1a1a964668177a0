"""Generated worlds as rows: many at once in one database, each with teams and officers of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert

from roster.clock import to_utc
from roster.extensions import Model, db
from roster.models.absence import Absence
from roster.models.abstraction import Abstraction, AbstractionCategory
from roster.models.area import Bcu, Borough, Team
from roster.models.contact_session import ContactSession, Naming, Venue
from roster.models.duty import Duty
from roster.models.officer import Officer, Posting
from roster.models.skill import Skill, SkillGrant
from tests.coverage import worlds as words
from tests.coverage.worlds import World, storable

TABLES = (
    *(Naming, ContactSession, Venue, Absence, Abstraction, AbstractionCategory, Duty),
    *(SkillGrant, Skill, Posting, Officer, Team, Borough, Bcu),
)
SKILLS = (*words.SKILLS, "response_driver")
UNIT = 100  # a world's ids lie in a hundred of its own


@dataclass
class Rows:
    """What to insert, by table; a world's ids become whole numbers in the order of its names."""

    tables: dict[type[Model], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: type[Model], **values: Any) -> None:
        self.tables.setdefault(table, []).append(values)

    def world(self, number: int, world: World) -> None:
        first = number * UNIT
        teams = {team: first + n for n, team in enumerate(world.teams)}
        officers = {one.id: first + n for n, one in enumerate(world.officers)}
        for name, team in teams.items():
            self.add(Team, id=team, borough_id=1, code=f"E{team:08}", name=name)
            self.add(Venue, id=team, team_id=team, name="Costa", address="")
        for one in world.officers:
            self._officer(officers[one.id], one, teams)
        for duty in world.duties:
            state = "published" if duty.published else "draft"
            self.add(Duty, **_timed(duty, officers), kind=duty.kind, state=state, version=1)
        for one in world.abstractions:
            self._abstraction(one, officers)
        for one in world.absences:
            self.add(Absence, **_timed(one, officers), kind="annual_leave", status=one.status)
        for n, one in enumerate(world.contact_sessions):
            self._session(first + n, one, teams, officers)

    def _officer(self, officer: int, one: Any, teams: dict[str, int]) -> None:
        names = {"first_name": "Alex", "last_name": "Reed", "rank": "PC", "employment": "police_officer"}
        self.add(Officer, id=officer, warrant_number=f"W{officer}", fte_hundredths=100, **names)
        for p in one.postings:
            days = {"first_day": p.first, "last_day": p.last}
            self.add(Posting, officer_id=officer, team_id=teams[p.team], **days)
        for g in one.grants:
            days = {"first_day": g.first, "last_day": g.last}
            skill = SKILLS.index(g.skill) + 1
            self.add(SkillGrant, officer_id=officer, skill_id=skill, suspended=g.suspended, **days)

    def _abstraction(self, one: Any, officers: dict[str, int]) -> None:
        said = {"category_id": 1, "requested_by": "Ops Room", "version": 1, "status": one.status}
        self.add(Abstraction, **_timed(one, officers), planned_ends_at=to_utc(one.end), **said)

    def _session(self, number: int, one: Any, teams: dict[str, int], officers: dict[str, int]) -> None:
        self.add(
            ContactSession,
            id=number,
            team_id=teams[one.team],
            venue_id=teams[one.team],
            required_skill_id=SKILLS.index(one.skill) + 1 if one.skill else None,
            title="Coffee with a Copper",
            starts_at=to_utc(one.start),
            ends_at=to_utc(one.end),
            officers_needed=one.officers_needed,
            status=one.status,
            cancelled_because="",
            version=1,
        )
        for name in one.named:
            self.add(Naming, contact_session_id=number, officer_id=officers[name])


def _timed(row: Any, officers: dict[str, int]) -> dict[str, Any]:
    return {
        "officer_id": officers[row.officer],
        "starts_at": to_utc(row.start),
        "ends_at": to_utc(row.end),
    }


def from_scenario(data: dict[str, Any]) -> World:
    """The world of a scenario file that is known to be well formed."""
    when = datetime.fromisoformat
    return World(
        tuple(team["code"] for team in data["teams"]),
        tuple(_officer(one) for one in data["officers"]),
        tuple(
            words.Duty(d["officer"], when(d["start"]), when(d["end"]), d["kind"], d["published"])
            for d in data["duties"]
        ),
        *(
            tuple(kind(a["officer"], when(a["start"]), when(a["end"]), a["status"]) for a in data[rows])
            for kind, rows in ((words.Abstraction, "abstractions"), (words.Absence, "absences"))
        ),
        tuple(
            words.ContactSession(
                *(s["id"], s["team"], when(s["start"]), when(s["end"]), s["officers_needed"]),
                *(s["required_skill"], tuple(s["named"]), s["status"]),
            )
            for s in data["sessions"]
        ),
    )


def _officer(one: dict[str, Any]) -> words.Officer:
    def days(row: dict[str, Any]) -> tuple[date, date | None]:
        return date.fromisoformat(row["from"]), date.fromisoformat(row["to"]) if row["to"] else None

    return words.Officer(
        one["id"],
        tuple(words.Posting(p["team"], *days(p)) for p in one["postings"]),
        tuple(words.Grant(g["skill"], *days(g), g.get("suspended", False)) for g in one["skills"]),
    )


def kept(world: World) -> World:
    """The world as a database holds it: nothing it refuses, and nobody asks for no officer at all."""
    fit = storable(world)
    asking = tuple(replace(one, officers_needed=one.officers_needed or 1) for one in fit.contact_sessions)
    return replace(fit, contact_sessions=asking)


def store(worlds: Sequence[World]) -> None:
    """Empty the tables of an earlier lot and fill them with these worlds, numbered as they come."""
    rows = Rows()
    rows.add(Bcu, id=1, name="South Area")
    rows.add(Borough, id=1, bcu_id=1, name="Bromley")
    for n, code in enumerate(SKILLS, 1):
        letters = {"letters": "T", "validity_months": 12, "open_to_pcso": False, "position": n}
        rows.add(Skill, id=n, code=code, name=code, **letters)
    flags = {"counts": True, "exempt_event": False, "off_borough": False, "position": 0}
    rows.add(AbstractionCategory, id=1, code="erpt", name="ERPT", letters="ER", family="response", **flags)
    for number, world in enumerate(worlds, 1):
        rows.world(number, world)
    _empty(TABLES)
    for table in reversed(TABLES):
        if table in rows.tables:
            db.session.execute(insert(table.__table__), rows.tables[table])
    db.session.commit()


def _empty(tables: Iterable[type[Model]]) -> None:
    for table in tables:
        db.session.execute(delete(table.__table__))
