"""After any edits, each judged alone in its own transaction, every flag is what a full scan says (P3)."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from roster import clock
from roster.extensions import db, transaction
from roster.models.absence import Absence, AbsenceStatus
from roster.models.abstraction import Abstraction, AbstractionStatus
from roster.models.contact_session import ContactSession, ContactSessionStatus
from roster.models.cover_flag import CoverFlag
from roster.models.duty import Duty, DutyState
from roster.models.officer import Officer, Posting
from roster.models.skill import SkillGrant
from roster.queries.coverage_changes import HORIZON_SECONDS
from roster.queries.coverage_force import untrue_flags
from roster.queries.skills import sessions_held_by
from roster.services.coverage import review_coverage
from roster.values import Span
from tests.factories import (
    grant,
    make_absence,
    make_abstraction,
    make_contact_session,
    make_duty,
    make_officer,
    make_skill,
    make_team,
)

EDITS = 300
WEEK = [f"2026-12-0{day}" for day in range(1, 8)]
LONG = Span(0, 2_000_000_000)


@pytest.fixture
def roster(database, at):
    """Three ward teams for a week: duties, abstractions, leave, and sessions with and without a skill."""
    at("2026-11-30 08:00")
    skill = make_skill("taser")
    for n, name in enumerate(("Biggin Hill", "Kelsey Green", "Orchard Vale")):
        team = make_team(name)
        officers = [make_officer(f"Alex Reed{n}{m}", team=team) for m in range(3)]
        for m, officer in enumerate(officers):
            grant(officer, skill, "2026-01-01", WEEK[3] if m else None)
            for day in WEEK:
                make_duty(officer, f"{day} {7 + 3 * m:02}:00", published=m != 2)
            make_abstraction(officer, f"{WEEK[m]} 09:00", hours=4, status="requested")
            make_absence(officer, f"{WEEK[m + 3]} 08:00", hours=9, status="requested")
        for k, day in enumerate(WEEK):
            asked = skill if k % 3 == 0 else None
            make_contact_session(team, f"{day} 10:00", minutes=90, skill=asked, named=officers[: k % 3])
            make_contact_session(team, f"{day} 11:00", needs=1 + k % 2, named=officers[1:2])


class Editor:
    """Turns one thing at random, the way the services do: the change, then the review, in one go."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        kinds = (Abstraction, Absence, Duty, ContactSession, SkillGrant, Posting)
        self.ids = {kind: list(db.session.scalars(select(kind.id).order_by(kind.id))) for kind in kinds}
        self.officers = list(db.session.scalars(select(Officer.id).order_by(Officer.id)))

    @transaction()
    def edit(self) -> None:
        kind = self.random.choice(list(self.ids))
        row = db.session.get_one(kind, self.random.choice(self.ids[kind]))
        {
            Abstraction: self.turn_abstraction,
            Absence: self.turn_absence,
            Duty: self.turn_duty,
            ContactSession: self.turn_session,
            SkillGrant: self.turn_grant,
            Posting: self.turn_posting,
        }[kind](row)

    def turn_abstraction(self, row: Abstraction) -> None:
        row.status = self.random.choice(list(AbstractionStatus))
        review_coverage([row.officer_id], row.span)

    def turn_absence(self, row: Absence) -> None:
        row.status, row.decline_reason = self.random.choice(list(AbsenceStatus)), "Too few are left"
        review_coverage([row.officer_id], row.span)

    def turn_duty(self, row: Duty) -> None:
        before = row.span
        row.state = self.random.choice(list(DutyState))
        row.ends_at = row.starts_at + timedelta(minutes=self.random.choice((120, 200, 480, 600)))
        for span in (before, row.span):
            review_coverage([row.officer_id], span)

    def turn_session(self, row: ContactSession) -> None:
        before, named = row.span, {officer.id for officer in row.named}
        late = timedelta(minutes=self.random.choice((-60, 0, 0, 30, 120)))
        row.starts_at, row.ends_at = row.starts_at + late, row.ends_at + late
        row.status = self.random.choice([*[ContactSessionStatus.PLANNED] * 4, ContactSessionStatus.CANCELLED])
        chosen = self.random.sample(self.officers, self.random.randrange(4))
        row.named = [db.session.get_one(Officer, one) for one in chosen]
        for span in (before, row.span):
            review_coverage(named | set(chosen), span, sessions=[row.id])

    def turn_grant(self, row: SkillGrant) -> None:
        row.suspended = not row.suspended
        review_coverage([row.officer_id], LONG)

    def turn_posting(self, row: Posting) -> None:
        left = row.team_id
        row.team_id = self.random.choice(list(db.session.scalars(select(Posting.team_id))))
        review_coverage([row.officer_id], LONG, sessions=sessions_held_by({left, row.team_id}, LONG))


@pytest.mark.parametrize("seed", [1, 2])
def test_flags_are_what_a_full_scan_says(roster, seed):
    editor, starts = Editor(seed), int(clock.now().timestamp())
    review_coverage(editor.officers, LONG)
    for number in range(EDITS):
        editor.edit()
        if number % 20 == 0:
            assert untrue_flags(starts, starts + HORIZON_SECONDS).untrue == (), number
    force = untrue_flags(starts, starts + HORIZON_SECONDS)
    assert force.untrue == ()
    # They came and went often enough for that to say something.
    resolved = select(CoverFlag.id).where(CoverFlag.resolved_at.is_not(None))
    assert len(list(db.session.scalars(resolved))) >= EDITS // 30


def test_the_scan_finds_what_no_review_saw(roster):
    """The comparison itself can fail: an edit without its review is found."""
    editor, starts = Editor(3), int(clock.now().timestamp())
    review_coverage(editor.officers, LONG)
    for row in db.session.scalars(select(Duty)):
        row.state = DutyState.DRAFT
    db.session.commit()
    assert untrue_flags(starts, starts + HORIZON_SECONDS).untrue
