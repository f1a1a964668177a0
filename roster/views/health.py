"""How the service is, for people and for whatever watches it; nothing here is about a person."""

from flask import Blueprint, current_app, render_template
from sqlalchemy import text

from roster.extensions import db
from roster.queries.health import failed_jobs, last_judging
from roster.views.guards import public
from roster.views.words import is_stale

bp = Blueprint("health", __name__, url_prefix="/health")
JOBS = {
    "judge_cover": "judging cover",
    "sweep_sign_in_attempts": "forgetting old attempts to sign in",
}


@bp.get("")
@public
def show() -> str:
    """A page that says how old the flags are, and what failed last."""
    return render_template(
        "health/show.html",
        run=last_judging(),
        failed=failed_jobs(),
        jobs=JOBS,
        every=current_app.config["SCHEDULER_EVERY_SECONDS"],
    )


@bp.get("/ready")
@public
def ready() -> tuple[dict[str, object], int]:
    """Whether requests are answered: the database was reached."""
    db.session.execute(text("SELECT 1"))
    return {"ready": True}, 200


@bp.get("/cover")
@public
def cover() -> tuple[dict[str, object], int]:
    """Whether the scheduler keeps up; 503 where it does not, for an alarm to hear."""
    run = last_judging()
    at = int(run.finished_at.timestamp()) if run and run.finished_at else None
    stale = is_stale(at)
    said: dict[str, object] = {
        "judged_at": at,
        "stale": stale,
        "missed": run.missed if run else 0,
        "failing": [one.job for one in failed_jobs() if one.is_failing],
    }
    return said, 503 if stale else 200
