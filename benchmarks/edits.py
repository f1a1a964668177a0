"""Somebody who edits the roster at random, through its own services."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import select, text

from roster.errors import Changed, Refusal
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind
from roster.models.abstraction import Abstraction, AbstractionCategory
from roster.models.cell_change import ChangeReason
from roster.models.duty import Duty
from roster.models.officer import Officer
from roster.permissions import Actor, Role
from roster.services.absences import cancel_absence, record_absence
from roster.services.abstractions import cancel_abstraction, end_early, log_abstraction
from roster.services.cell_changes import Why
from roster.services.contact_sessions import cancel_contact_session, reinstate_contact_session
from roster.services.duties import change_duty, remove_duty
from roster.services.namings import name_officers
from roster.values import Span

DAY, QUARTER = 86_400, 900
WHY = Why(ChangeReason.EXIGENCY)
TEAMS = 40  # edits meet each other: two hundred officers, a few hundred contact sessions


@dataclass(slots=True)
class Editor:
    """Edits the coming 28 days of a few teams; made counts what the roster accepted."""

    rng: Random
    now: int
    made: Counter[str] = field(default_factory=Counter)
    members: dict[int, list[int]] = field(default_factory=dict)
    sessions: list[tuple[int, int, int, int]] = field(default_factory=list)
    by: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.by = Actor(1, roles=frozenset({Role.SERGEANT}), supervised_teams=frozenset(range(1, TEAMS + 1)))
        for officer, team in db.session.execute(
            text("SELECT officer_id, team_id FROM posting WHERE team_id <= :teams"), {"teams": TEAMS}
        ):
            self.members.setdefault(team, []).append(officer)
        asked = text(
            "SELECT id, team_id, starts_at, ends_at FROM contact_session WHERE team_id <= :teams "
            "AND starts_at > :now AND starts_at < :now + 28 * 86400 ORDER BY id"
        )
        self.sessions = [tuple(row) for row in db.session.execute(asked, {"teams": TEAMS, "now": self.now})]

    def make(self, count: int) -> None:
        """So many edits that were accepted; a refusal is no edit."""
        edits: list[tuple[str, Callable[[], Any], int]] = [
            ("takings", self._take, 30),
            ("ends", self._end, 8),
            ("cancellings", self._cancel_taking, 22),
            ("absences", self._absence, 8),
            ("returns", self._return, 8),
            ("namings", self._name, 16),
            ("sessions called off or on", self._call_off, 6),
            ("duties moved", self._move_duty, 6),
            ("duties removed", self._remove_duty, 1),
        ]
        names, works, weights = zip(*edits, strict=True)
        while self.made.total() < count:
            (number,) = self.rng.choices(range(len(names)), weights)
            try:
                if works[number]():
                    self.made[names[number]] += 1
            except (Refusal, Changed):
                db.session.rollback()

    def _session(self) -> tuple[int, int, int, int]:
        return self.rng.choice(self.sessions)

    def _near(self) -> tuple[int, Span]:
        """A member of a team and hours that may touch one of its contact sessions."""
        _, team, start, _ = self._session()
        first = start + self.rng.randrange(-12, 8) * QUARTER
        return self.rng.choice(self.members[team]), Span(first, first + self.rng.randrange(2, 40) * QUARTER)

    def _take(self) -> Any:
        officer, span = self._near()
        category = db.session.scalars(select(AbstractionCategory).limit(1)).one()
        return log_abstraction(db.session.get_one(Officer, officer), span, category, "Desk", by=self.by)

    def _end(self) -> Any:
        taken = self._one_of(Abstraction, "confirmed")
        if taken is None:
            return None
        at = taken.span.start + self.rng.randrange(1, max(2, taken.span.seconds // QUARTER)) * QUARTER
        return end_early(taken, Span(at, at + 1).starts_at, by=self.by)

    def _cancel_taking(self) -> Any:
        taken = self._one_of(Abstraction, "confirmed")
        return taken and cancel_abstraction(taken, by=self.by)

    def _absence(self) -> Any:
        officer, span = self._near()
        away = Span(span.start, span.start + self.rng.randrange(1, 3) * DAY)
        return record_absence(db.session.get_one(Officer, officer), away, AbsenceKind.SICK, by=self.by)

    def _return(self) -> Any:
        away = self._one_of(Absence, "approved")
        return away and cancel_absence(away, by=self.by)

    def _name(self) -> Any:
        one, team, _, _ = self._session()
        people = self.members[team]
        return name_officers(
            one, self.rng.sample(people, min(self.rng.randrange(3), len(people))), by=self.by
        )

    def _call_off(self) -> Any:
        one = self._session()[0]
        if self.rng.random() < 0.4:
            return cancel_contact_session(one, "Venue closed", by=self.by)
        return reinstate_contact_session(one, by=self.by)

    def _move_duty(self) -> Any:
        duty = self._one_of(Duty, "published", "state")
        if duty is None:
            return None
        start = duty.span.start + self.rng.randrange(-8, 9) * QUARTER
        span = Span(start, start + self.rng.randrange(16, 41) * QUARTER)
        return change_duty(duty, span, duty.shift_template or duty.kind, duty.version, by=self.by, why=WHY)

    def _remove_duty(self) -> Any:
        duty = self._one_of(Duty, "published", "state")
        if duty is None:
            return None
        remove_duty(duty, duty.version, by=self.by, why=WHY)
        return True

    def _one_of(self, table: Any, status: str, column: str = "status") -> Any:
        """One of an officer's rows near a contact session, as it stands."""
        officer, span = self._near()
        return db.session.scalars(
            select(table)
            .where(
                table.officer_id == officer,
                getattr(table, column) == status,
                table.starts_at > Span(self.now, self.now + 1).starts_at,
                table.starts_at < span.ends_at,
                table.ends_at > span.starts_at,
            )
            .limit(1)
        ).first()
