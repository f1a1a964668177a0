"""Postings: an officer leaves one ward team and joins another on a day."""

from datetime import date, timedelta

from sqlalchemy import select

from roster.clock import midnight
from roster.errors import NotAllowed, NotFound, Refusal
from roster.extensions import db, transaction
from roster.models.area import Team
from roster.models.columns import FOREVER
from roster.models.officer import Officer, Posting
from roster.permissions import Actor, may
from roster.queries.skills import sessions_held_by
from roster.services.audit import record
from roster.services.coverage import review_coverage
from roster.services.locks import lock_officer, lock_teams
from roster.values import Span


@transaction()
def change_posting(officer_id: int, team_id: int, first_day: date, *, by: Actor) -> Posting:
    """From that day the officer belongs to the ward team; the posting until then ends the day before."""
    if not may(by, "posting:change", team_id):
        raise NotAllowed
    officer = lock_officer(officer_id)
    team = db.session.get(Team, team_id)
    if team is None:
        raise NotFound
    old = _posting_on(officer, team, first_day)
    before = _values(old) if old else None
    if old:
        old.last_day = first_day - timedelta(days=1)
        db.session.flush()  # the old one ends first: the two must not overlap, even for a moment
    new = Posting(officer=officer, team=team, first_day=first_day, last_day=None)
    db.session.add(new)
    record(by, "posting:change", new, before=before, after=_values(new))
    _review(officer_id, {team_id, old.team_id} if old else {team_id}, first_day, by)
    return new


def _posting_on(officer: Officer, team: Team, day: date) -> Posting | None:
    """The posting that ends; refuses what would leave the postings in disorder."""
    postings = list(db.session.scalars(select(Posting).where(Posting.officer_id == officer.id)))
    later = [one for one in postings if one.first_day >= day]
    if later:
        first = min(one.first_day for one in later)
        raise Refusal(
            f"{officer.short_name} already has a posting that begins on {first.day} {first:%b %Y}. "
            "Enter a day after that"
        )
    old = next((one for one in postings if one.last_day is None or one.last_day >= day), None)
    if old and old.team_id == team.id:
        raise Refusal(f"{officer.short_name} is posted to {team.name} already")
    return old


def _review(officer_id: int, team_ids: set[int], first_day: date, by: Actor) -> None:
    lock_teams(team_ids)
    # The officer is no longer found by the old team's posting: its contact sessions are named by id.
    span = Span(int(midnight(first_day).timestamp()), FOREVER)
    review_coverage([officer_id], span, sessions=sessions_held_by(team_ids, span), by=by)


def _values(posting: Posting) -> dict[str, object]:
    return {
        "officer_id": posting.officer.id,
        "team": posting.team.code,
        "first_day": posting.first_day,
        "last_day": posting.last_day,
    }
