"""The safety net: the cover of the whole force, judged each minute for the coming 28 days."""

import logging
from collections.abc import Iterator

from sqlalchemy import select

from roster import clock
from roster.extensions import db
from roster.models.contact_session import ContactSession
from roster.queries.accounts import JUDGING
from roster.queries.coverage_changes import HORIZON_SECONDS
from roster.queries.coverage_force import untrue_flags
from roster.queries.job_runs import last_run
from roster.services.coverage import mend_flags, tell_of_flags

BATCH = 500  # contact sessions mended in one transaction, so that no request waits long for it
log = logging.getLogger("roster.cover")


def judge_cover() -> dict[str, int]:
    """Make every flag true, tell of what has come near, and count what a request has missed."""
    now = int(clock.now().timestamp())
    last = last_run(JUDGING)
    # What starts later than this was out of sight last time: to find it now is no defect.
    seen_until = int(last.started_at.timestamp()) + HORIZON_SECONDS if last else now
    found = untrue_flags(now, now + HORIZON_SECONDS)
    counts = {"judged": found.judged, "opened": 0, "changed": 0, "resolved": 0, "missed": 0}
    for ids in _batches(found.untrue):
        mended = mend_flags(ids)
        counts["opened"] += len(mended.opened)
        counts["changed"] += len(mended.changed)
        counts["resolved"] += len(mended.resolved)
        if last:
            missed = _seen({*mended.opened, *mended.changed, *mended.resolved}, seen_until)
            counts["missed"] += _log_missed(missed)
    if found.untrue:
        log.info("Cover flags: %(opened)s opened, %(changed)s changed, %(resolved)s resolved", counts)
    tell_of_flags(min(seen_until, now + HORIZON_SECONDS), now + HORIZON_SECONDS)
    return counts


def _batches(ids: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for first in range(0, len(ids), BATCH):
        yield ids[first : first + BATCH]


def _seen(ids: set[int], until: int) -> list[int]:
    """Those that were in sight when the force was last judged."""
    if not ids:
        return []
    asked = select(ContactSession.id).where(ContactSession.id.in_(ids), ContactSession.starts_at < until)
    return sorted(db.session.scalars(asked))


def _log_missed(ids: list[int]) -> int:
    if ids:
        log.error("Defect: a request should have set the cover flags of contact sessions %s", ids)
    return len(ids)
