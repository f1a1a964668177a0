"""What a person has been told, and that it was read."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.models.notice import COVER
from roster.queries.notices import notices_of
from roster.services.notices import mark_read
from roster.views.guards import actor, requires

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.get("")
@requires("notice:show")
def show() -> str:
    """The newest first, the unread ones marked."""
    return render_template("notices/show.html", notices=notices_of(actor().officer_id or 0))


@bp.post("/read")
@requires("notice:read")
def read() -> Response:
    """Everything until now has been seen."""
    on_my_duties = request.form.get("next") == "my-duties"
    mark_read(by=actor(), but=COVER if on_my_duties else ())
    return redirect(url_for("my_duties.show" if on_my_duties else "notices.show"))
