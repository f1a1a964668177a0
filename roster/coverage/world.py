"""The world of a scenario file: who is posted where, and what is known of each officer's time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from roster.clock import midnight
from roster.coverage.gaps import Facts, Stretch
from roster.files.fields import Fields, MalformedFile, quote
from roster.files.times import abstraction_counts, times, zone_of

SESSION_STATUSES = ("planned", "cancelled")
ABSENCE_STATUSES = (
    "requested",
    "approved",
    "declined",
    "refused",
    "rejected",
    "withdrawn",
    "cancelled",
)

# Before and after every instant that a file can name, for dates at the ends of the calendar.
ALWAYS_BEFORE, ALWAYS_AFTER = -(2**62), 2**62

Stretches: TypeAlias = defaultdict[str, list[Stretch]]


def _by_officer() -> Stretches:
    return defaultdict(list)


@dataclass(frozen=True, slots=True)
class ContactSession:
    """A contact session as the file has it; its stretch may be empty on the spring night."""

    id: str
    team: str
    stretch: Stretch
    officers_needed: int
    skill: str | None
    named: frozenset[str]
    cancelled: bool


@dataclass(slots=True)
class World:
    zone: ZoneInfo
    posted: defaultdict[str, Stretches] = field(default_factory=lambda: defaultdict(_by_officer))
    skilled: defaultdict[str, Stretches] = field(default_factory=lambda: defaultdict(_by_officer))
    duties: Stretches = field(default_factory=_by_officer)
    abstracted: Stretches = field(default_factory=_by_officer)
    absent: Stretches = field(default_factory=_by_officer)
    contact_sessions: list[ContactSession] = field(default_factory=list)
    engaged: defaultdict[str, list[ContactSession]] = field(default_factory=lambda: defaultdict(list))

    def facts(self, contact_session: ContactSession) -> list[Facts]:
        """What is known for one contact session of every officer ever posted to its team."""
        skill = contact_session.skill
        return [
            Facts(
                officer,
                posted,
                None if skill is None else self.skilled[skill][officer],
                self.duties[officer],
                self.abstracted[officer],
                self.absent[officer],
                [other.stretch for other in self.engaged[officer] if other is not contact_session],
            )
            for officer, posted in sorted(self.posted[contact_session.team].items())
        ]


def read_world(data: object) -> World:
    """The world of a parsed file; MalformedFile names the field that cannot be read."""
    top = Fields.of(data)
    world = World(zone_of(top))
    teams = top.names("teams", "code")
    officers = top.names("officers", "id")
    for row in top.rows("officers"):
        _read_officer(row, teams, world)
    for row in top.rows("duties"):
        published, kind = row.flag("published"), row.text("kind")
        _read_time(row, officers, world, world.duties if published and kind == "ward" else None)
    for row in top.rows("abstractions"):
        row.optional_text("category")
        counts = abstraction_counts(row)
        _read_time(row, officers, world, world.abstracted if counts else None)
    for row in top.rows("absences"):
        row.optional_text("kind")
        approved = row.choice("status", ABSENCE_STATUSES) == "approved"
        _read_time(row, officers, world, world.absent if approved else None)
    top.names("sessions", "id")
    for row in top.rows("sessions"):
        _read_contact_session(row, teams, officers, world)
    return world


def _read_officer(row: Fields, teams: set[str], world: World) -> None:
    officer = row.text("id")
    row.optional_text("rank")
    for posting in row.rows("postings"):
        team = posting.known("team", teams, "team")
        world.posted[team][officer].append(_dates(posting, world.zone))
    for grant in row.rows("skills"):
        skill, stretch = grant.text("skill"), _dates(grant, world.zone)
        if grant.values.get("suspended") is None or not grant.flag("suspended"):
            world.skilled[skill][officer].append(stretch)


def _read_time(row: Fields, officers: set[str], world: World, counted: Stretches | None) -> None:
    """Reads every row, so that a draft with a broken date is found too; keeps those that count."""
    officer = row.known("officer", officers, "officer")
    stretch = times(row, world.zone)
    if counted is not None:
        counted[officer].append(stretch)


def _read_contact_session(row: Fields, teams: set[str], officers: set[str], world: World) -> None:
    named = frozenset(name for _, name in row.texts("named"))
    for path, name in row.texts("named"):
        if name not in officers:
            raise MalformedFile(path, f"officer {quote(name)} is not in the file")
    status = row.choice("status", SESSION_STATUSES)
    contact_session = ContactSession(
        row.text("id"),
        row.known("team", teams, "team"),
        times(row, world.zone),
        row.count("officers_needed"),
        row.text_or_null("required_skill"),
        named,
        status == "cancelled",
    )
    world.contact_sessions.append(contact_session)
    if not contact_session.cancelled:
        for officer in named:
            world.engaged[officer].append(contact_session)


def _dates(row: Fields, zone: ZoneInfo) -> Stretch:
    """From the first midnight to the one after the last day: both ends are included."""
    first = row.date("from")
    last = None if row.required("to") is None else row.date("to")
    if last is not None and last < first:
        raise row.fail("to", f"{quote(row.values['to'])} is before the first day")
    try:
        start = int(midnight(first, zone).timestamp())
    except OverflowError:
        start = ALWAYS_BEFORE
    try:
        end = ALWAYS_AFTER if last is None else int(midnight(last + timedelta(1), zone).timestamp())
    except OverflowError:
        end = ALWAYS_AFTER
    return start, end
