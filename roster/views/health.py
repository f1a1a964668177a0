"""How the service is, for people and for whatever watches it; nothing here is about a person."""

from flask import Blueprint, render_template
from sqlalchemy import text

from roster.extensions import db
from roster.queries.health import last_judging
from roster.views.guards import public
from roster.views.words import is_stale

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("")
@public
def show() -> str:
    """A page that says how old the flags are."""
    return render_template("health/show.html", run=last_judging())


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
    return {"judged_at": at, "stale": stale, "missed": run.missed if run else 0}, 503 if stale else 200
