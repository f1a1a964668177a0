"""The locks that changes take before they look: the officer's row, then swaps, then ward teams."""

from collections.abc import Iterable

from sqlalchemy import func, or_, select

from roster.errors import NotFound
from roster.extensions import db
from roster.models.area import Team
from roster.models.officer import Officer, Posting
from roster.models.swap import OPEN, Swap
from roster.queries.engines import engine_name


def lock_officer(officer_id: int) -> Officer:
    """The officer's row, held until the transaction ends: two changes queue instead of crossing.

    Checking first and relying on the exclusion constraint alone deadlocked in 6 of 800 races.
    A key-share lock lets notices and namings, which only point at the officer, pass. SQLite has one
    writer already and ignores it.
    """
    officer = db.session.scalar(
        select(Officer)
        .where(Officer.id == officer_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if officer is None:
        raise NotFound
    return officer


def lock_officers(officer_ids: Iterable[int]) -> dict[int, Officer]:
    """Their rows by id, held until the transaction ends; in order of id, so that two never cross."""
    asked = select(Officer).where(Officer.id.in_(sorted(set(officer_ids)))).order_by(Officer.id)
    locked = asked.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {officer.id: officer for officer in db.session.scalars(locked)}


def lock_swaps(officer_ids: Iterable[int]) -> None:
    """The open swaps of locked officers, for a change that holds ward teams before it lets any lapse."""
    people = sorted(set(officer_ids))
    theirs = or_(Swap.officer_id.in_(people), Swap.taker_id.in_(people))
    asked = select(Swap.id).where(Swap.status.in_(OPEN), theirs).order_by(Swap.id)
    db.session.execute(asked.with_for_update(key_share=True))


def lock_teams(team_ids: Iterable[int]) -> None:
    """The ward teams' rows, for a change that must list their contact sessions before it is judged.

    Without it a session that is being promised at that moment is on neither side's list. In order
    of id, as the review of cover locks them, so that two changes never cross.
    """
    asked = select(Team.id).where(Team.id.in_(sorted(set(team_ids)))).order_by(Team.id)
    db.session.execute(asked.with_for_update(key_share=True))


def lock_postings(officer_id: int) -> list[Posting]:
    """All the officer's postings, with the ward teams' rows held as the review of cover holds them.

    For a change that must know the teams anyway: its review need not ask for them again.
    """
    asked = select(Posting).join(Posting.team).where(Posting.officer_id == officer_id).order_by(Team.id)
    return list(db.session.scalars(asked.with_for_update(key_share=True, of=Team)))


def lock_words(words: Iterable[str]) -> None:
    """What has no row to hold: whoever counts by one of these words waits for the others to be counted."""
    if engine_name() == "postgresql":
        for word in sorted(words):
            db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(word, 0))))
