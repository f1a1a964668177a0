"""The scheduler's own rows: what each job did last, and which scheduler leads."""

from datetime import datetime

from sqlalchemy import text

from roster import clock
from roster.extensions import db, transaction
from roster.models.job_run import JobRun

_TAKE = text(
    """
INSERT INTO lease AS l (name, holder, expires_at) VALUES (:name, :holder, :until)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
WHERE l.holder = excluded.holder OR l.expires_at <= :now
"""
)


@transaction()
def record_run(job: str, started_at: datetime, counts: dict[str, int]) -> None:
    """The job has done its work; what it counted is kept until its next run."""
    run = db.session.get(JobRun, job) or JobRun(job=job)
    run.started_at, run.finished_at = started_at, clock.now()
    for name in ("judged", "opened", "changed", "resolved", "missed"):
        setattr(run, name, counts.get(name, 0))
    db.session.add(run)


@transaction()
def record_failure(job: str, started_at: datetime, failure: str) -> None:
    """The job failed; when it last did its work stays as it is."""
    run = db.session.get(JobRun, job) or JobRun(job=job, started_at=started_at)
    run.failure, run.failed_at = failure[:200], clock.now()
    db.session.add(run)


@transaction()
def take_lease(name: str, holder: str, seconds: float) -> bool:
    """Lead, or go on leading, for so long; refused while another's lease has not run out."""
    now = clock.now().timestamp()
    times = {"now": int(now), "until": int(now + seconds)}
    return bool(db.session.execute(_TAKE, {"name": name, "holder": holder, **times}).rowcount)  # type: ignore[attr-defined]


@transaction()
def give_up_lease(name: str, holder: str) -> None:
    """Whoever stands by may lead now."""
    db.session.execute(
        text("DELETE FROM lease WHERE name = :name AND holder = :holder"),
        {"name": name, "holder": holder},
    )
