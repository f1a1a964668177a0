"""After any edits through the services, every standing flag is what RULES 2 and 3 say, minute by minute."""

import json
from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from roster import clock
from roster.errors import Changed, Refusal
from roster.extensions import db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.abstraction import TAKEN, Abstraction, AbstractionCategory
from roster.models.audit import AuditEntry
from roster.models.cell_change import ChangeReason
from roster.models.contact_session import ContactSession, ContactSessionStatus
from roster.models.cover_flag import CoverFlag
from roster.models.duty import Duty, DutyKind, DutyState
from roster.models.officer import Officer, Posting
from roster.models.skill import SkillGrant
from roster.queries.harm import harm_of
from roster.services.absences import approve_absence, cancel_absence, record_absence
from roster.services.abstractions import cancel_abstraction, end_early, log_abstraction
from roster.services.cell_changes import Why
from roster.services.contact_sessions import (
    cancel_contact_session,
    change_contact_session,
    create_contact_session,
    reinstate_contact_session,
)
from roster.services.duties import add_duty, change_duty, remove_duty
from roster.services.namings import name_officers, name_stand_in
from roster.services.postings import change_posting
from roster.services.promises import Promise
from roster.services.publishing import Given, publish_duties
from roster.services.skills import expire_grant, grant_skill, lift_suspension, suspend_grant
from roster.values import Span
from tests.factories import (
    grant,
    make_absence,
    make_actor,
    make_category,
    make_contact_session,
    make_duty,
    make_officer,
    make_posting,
    make_skill,
    make_team,
)

EDITS = 150
WHY = Why(ChangeReason.EXIGENCY)
STEP = 15 * 60
# The last days of October: the clocks go back in the night to the 25th.
DAYS = [date(2026, 10, 23) + timedelta(days=n) for n in range(5)]
Moment = tuple[int, dict[int, str | None]]
Flag = tuple[str, list[dict[str, Any]], bool]


def london_day(instant: int) -> date:
    return clock.to_london(instant).date()


def covers(row: Any, instant: int) -> bool:
    return bool(row.starts_at.timestamp() <= instant < row.ends_at.timestamp())


def in_date(row: Any, instant: int) -> bool:
    day = london_day(instant)
    return bool(row.first_day <= day and (row.last_day is None or day <= row.last_day))


class Judge:
    """RULES 2 and 3 word for word, on everything that the tables hold, a quarter of an hour at a time."""

    def __init__(self) -> None:
        tables = (Posting, SkillGrant, Duty, Abstraction, Absence, ContactSession)
        self.rows: dict[Any, list[Any]] = {one: list(db.session.scalars(select(one))) for one in tables}
        self.officers = sorted({posting.officer_id for posting in self.rows[Posting]})

    def cause(self, one: ContactSession, officer: int, t: int, *, untaken: bool = False) -> str | None:
        """untaken: if no abstraction had been logged."""

        def any_of(table: Any, holds: Callable[[Any], bool], over: Callable[[Any, int], bool]) -> bool:
            return any(row.officer_id == officer and holds(row) and over(row, t) for row in self.rows[table])

        skill = one.required_skill_id
        if skill and not any_of(SkillGrant, lambda g: g.skill_id == skill and not g.suspended, in_date):
            return "lacks_skill"
        if not any_of(Duty, lambda d: d.kind is DutyKind.WARD and d.state is DutyState.PUBLISHED, covers):
            return "off_duty"
        if not untaken and any_of(Abstraction, lambda a: a.status in TAKEN, covers):
            return "abstracted"
        if any_of(Absence, lambda a: a.status is AbsenceStatus.APPROVED, covers):
            return "absent"
        elsewhere = any(
            other is not one
            and other.status is ContactSessionStatus.PLANNED
            and officer in {who.id for who in other.named}
            and covers(other, t)
            for other in self.rows[ContactSession]
        )
        return "committed" if elsewhere else None

    def verdict(self, one: ContactSession) -> tuple[str, list[dict[str, Any]], bool]:
        named = {officer.id for officer in one.named}
        moments = self.moments(one)
        for state, counted in (("uncovered", set(self.officers)), ("at_risk", named)):
            short = shortfalls(one, moments, counted)
            if any(short):
                spared = shortfalls(one, self.moments(one, untaken=True), counted)
                return state, gaps_of(moments, short), sum(spared) < sum(short)
        return "covered", [], False

    def moments(self, one: ContactSession, *, untaken: bool = False) -> list[Moment]:
        """Who is posted at each quarter of an hour, and what keeps them away."""
        moments: list[Moment] = []
        for t in range(int(one.starts_at.timestamp()), int(one.ends_at.timestamp()), STEP):
            posted = [
                who
                for who in self.officers
                if any(
                    p.officer_id == who and p.team_id == one.team_id and in_date(p, t)
                    for p in self.rows[Posting]
                )
            ]
            moments.append((t, {who: self.cause(one, who, t, untaken=untaken) for who in posted}))
        return moments


def shortfalls(one: ContactSession, moments: list[Moment], counted: set[int]) -> list[int]:
    """How many of these officers are missing at each quarter of an hour."""
    return [
        max(one.officers_needed - sum(c is None and who in counted for who, c in causes.items()), 0)
        for _, causes in moments
    ]


def runs_of(values: list[Any]) -> list[tuple[int, int, Any]]:
    """Longest stretches of one value: (from, to, value), the end left out."""
    starts = [n for n, value in enumerate(values) if n == 0 or values[n - 1] != value]
    return [(a, b, values[a]) for a, b in zip(starts, [*starts[1:], len(values)], strict=True)]


def gaps_of(moments: list[Moment], short: list[int]) -> list[dict[str, Any]]:
    gaps = []
    for a, b, missing in runs_of(short):
        if missing <= 0:
            continue
        officers = sorted({who for _, causes in moments[a:b] for who in causes})
        causes = [
            {"officer": who, "cause": cause, "start": moments[a + c][0], "end": moments[a + d - 1][0] + STEP}
            for who in officers
            for c, d, cause in runs_of([found.get(who) for _, found in moments[a:b]])
            if cause
        ]
        gaps.append(
            {"start": moments[a][0], "end": moments[b - 1][0] + STEP, "short_by": missing, "causes": causes}
        )
    return gaps


def standing() -> dict[int, Flag]:
    flags = db.session.scalars(select(CoverFlag).where(CoverFlag.resolved_at.is_(None)))
    return {
        flag.contact_session_id: (flag.state.value, json.loads(flag.gaps), flag.lost_to_abstraction)
        for flag in flags
    }


def expected() -> dict[int, Flag]:
    judge = Judge()
    planned = [s for s in judge.rows[ContactSession] if s.status is ContactSessionStatus.PLANNED]
    verdicts = {one.id: judge.verdict(one) for one in planned}
    return {one: verdict for one, verdict in verdicts.items() if verdict[0] != "covered"}


class People:
    """Sergeant and administrator in one, pressing one button after another."""

    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)
        teams = [make_team(name) for name in ("Biggin Hill", "Kelsey Green")]
        self.by = make_actor("sergeant", "administrator", teams=teams)
        self.skill_id, self.category_id = make_skill("level_2").id, make_category().id
        self.team_ids = [team.id for team in teams]
        for n in range(5):
            officer = make_officer(f"Alex Reed{n}", team=None if n == 4 else teams[n % 2])
            if n == 4:  # leaves one team for the other in the middle of the week
                make_posting(officer, teams[0], last=DAYS[1])
                make_posting(officer, teams[1], DAYS[2])
            grant(officer, "level_2", "2026-01-01", DAYS[2] if n % 2 else None)
            make_absence(officer, f"{DAYS[n]} 09:00", hours=5, status="requested")
            for day in DAYS:
                make_duty(
                    officer, f"{day} {random.choice((7, 14, 20)):02}:00", published=random.random() < 0.8
                )
        for day in DAYS:
            for team in teams:
                make_contact_session(team, f"{day} {random.choice((8, 10, 15, 23)):02}:00", minutes=150)

    def like(self, random: Random) -> "People":
        """Another pair of hands on the same roster."""
        other = copy(self)
        other.random = random
        return other

    def pick(self, table: Any) -> Any:
        rows = list(db.session.scalars(select(table).order_by(*table.__table__.primary_key)))
        return self.random.choice(rows) if rows else None

    def span(self, longest: int = 10) -> Span:
        starts = clock.midnight(self.random.choice(DAYS)) + timedelta(minutes=15 * self.random.randrange(96))
        return Span.between(starts, starts + timedelta(minutes=15 * self.random.randrange(1, 4 * longest)))

    def press(self) -> str:
        """One button; which, and whether it did anything."""
        buttons = [name for name in dir(self) if name.startswith("do_")]
        name = self.random.choice(buttons)
        before = db.session.scalar(select(func.count(AuditEntry.id)))
        try:
            getattr(self, name)()
        except (Refusal, Changed):
            db.session.rollback()
            assert db.session.scalar(select(func.count(AuditEntry.id))) == before, (
                f"{name} refused, yet on record"
            )
            return f"{name} refused"
        # One change, one entry; none where the button found nothing to do.
        assert db.session.scalar(select(func.count(AuditEntry.id))) - before in (0, 1), name
        return name

    def do_add_duty(self) -> None:
        add_duty(self.pick(Officer), self.span(), self.random.choice(list(DutyKind)), by=self.by, why=WHY)

    def do_change_duty(self) -> None:
        duty = self.pick(Duty)
        kind = self.random.choice([DutyKind.WARD, DutyKind.WARD, DutyKind.COURT])
        change_duty(
            duty, self.random.choice([duty.span, self.span()]), kind, duty.version, by=self.by, why=WHY
        )

    def do_remove_duty(self) -> None:
        duty = self.pick(Duty)
        remove_duty(duty, duty.version, by=self.by, why=WHY)

    def do_publish(self) -> None:
        team_ids, given = [self.random.choice(self.team_ids)], Given(reason="Exigency of duty")
        publish_duties(team_ids, self.span(40), by=self.by, given=given)

    def do_record_absence(self) -> None:
        record_absence(self.pick(Officer), self.span(30), AbsenceKind.SICK, by=self.by)

    def do_approve(self) -> None:
        approve_absence(self.pick(Absence), by=self.by)

    def do_cancel_absence(self) -> None:
        cancel_absence(self.pick(Absence), by=self.by)

    def do_take(self) -> None:
        """Log an abstraction, and see that the harm that was foretold is what came of it."""
        officer, span = self.pick(Officer), self.span()
        foretold = {
            one.id: one.weighed.after.state.value for one in harm_of(officer.id, span).contact_sessions
        }
        before = {one: flag[0] for one, flag in standing().items()}
        category = db.session.get_one(AbstractionCategory, self.category_id)
        log_abstraction(officer, span, category, f"Desk {self.random.random()}", by=self.by)
        after = {one: flag[0] for one, flag in standing().items()}
        assert foretold == {one: after.get(one, "covered") for one in foretold}
        untold = {one for one in before | after if before.get(one) != after.get(one)} - set(foretold)
        assert untold == set(), "touched, but not foretold"

    do_take_another = do_take

    def do_end_early(self) -> None:
        row = self.pick(Abstraction)
        if row:
            end_early(row, row.starts_at + timedelta(minutes=15 * self.random.randrange(20)), by=self.by)

    def do_cancel_taking(self) -> None:
        row = self.pick(Abstraction)
        if row:
            cancel_abstraction(row, by=self.by)

    def do_post(self) -> None:
        team_id = self.random.choice(self.team_ids)
        change_posting(self.pick(Officer).id, team_id, self.random.choice(DAYS), by=self.by)

    def do_grant(self) -> None:
        first = self.random.choice(DAYS)
        grant_skill(self.pick(Officer).id, self.skill_id, first, first + timedelta(days=1), by=self.by)

    def do_expire(self) -> None:
        expire_grant(self.pick(SkillGrant).id, self.random.choice(DAYS), by=self.by)

    def do_suspend(self) -> None:
        suspend_grant(self.pick(SkillGrant).id, by=self.by)

    def do_lift(self) -> None:
        lift_suspension(self.pick(SkillGrant).id, by=self.by)

    def promise(self, team_id: int) -> Promise:
        span, skill = self.span(5), self.random.choice([None, None, self.skill_id])
        place = f"Hall {self.random.randrange(3)}"
        needs = self.random.choice([1, 1, 2])
        return Promise(team_id, "Surgery", span.starts_at, span.ends_at, needs, skill, venue_name=place)

    def do_promise(self) -> None:
        create_contact_session(self.promise(self.random.choice(self.team_ids)), by=self.by)

    def do_change(self) -> None:
        row = self.pick(ContactSession)
        change_contact_session(row.id, self.promise(row.team_id), version=row.version, by=self.by)

    def do_cancel(self) -> None:
        cancel_contact_session(self.pick(ContactSession).id, "Hall flooded", by=self.by)

    def do_reinstate(self) -> None:
        reinstate_contact_session(self.pick(ContactSession).id, by=self.by)

    do_reinstate_another = do_reinstate

    def do_name(self) -> None:
        row = self.pick(ContactSession)
        officers = list(db.session.scalars(select(Officer.id).order_by(Officer.id)))
        name_officers(row.id, self.random.sample(officers, self.random.randrange(4)), by=self.by)

    do_name_others = do_name_again = do_name

    def do_name_stand_in(self) -> None:
        name_stand_in(self.pick(ContactSession).id, self.pick(Officer).id, by=self.by)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_flag_is_what_the_rules_say(database, at, seed):
    at("2026-10-20 08:00")
    people = People(seed)
    # Nothing judged the rows that the factories made.
    for one in list(db.session.scalars(select(ContactSession))):
        cancel_contact_session(one.id, "To be judged", by=people.by)
        reinstate_contact_session(one.id, by=people.by)
    assert standing() == expected()
    pressed = set()
    for number in range(EDITS):
        pressed.add(name := people.press())
        assert standing() == expected(), f"edit {number}: {name}"
        db.session.rollback()
    done = {name for name in pressed if not name.endswith("refused")}
    assert len(done) >= 20, sorted(done)
    flags = select(func.count(CoverFlag.id)).where(CoverFlag.resolved_at.is_not(None))
    assert db.session.scalar(flags) >= len(DAYS)
