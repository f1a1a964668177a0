"""Pages for what went wrong: calm, in words, and never more than the person may know."""

import logging
from typing import Any

from flask import Flask, render_template, request
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from roster.errors import Busy, Changed, NotAllowed, NotFound, Refusal, Unreadable
from roster.extensions import db
from roster.views import kept_input

log = logging.getLogger(__name__)

SENTENCES = {
    400: ("That did not work", "The page sent something the roster could not read. Go back and try again."),
    404: (
        "Page not found",
        "There is nothing here that you may see. It may have been moved, or belong to another team.",
    ),
    405: ("That did not work", "This page cannot be used in that way. Go back and try again."),
    413: ("That is too large", "Nothing was saved. Send less at once."),
    429: ("Too many tries", "Wait a quarter of an hour, then try again."),
}
OUT_OF_DATE = "This page is out of date"
CALM = ("Something went wrong", "Nothing was saved. Try again in a minute; the fault has been recorded.")


def install(app: Flask) -> None:
    """Answer each kind of trouble with its page."""
    app.register_error_handler(NotAllowed, lambda _: _page(404))
    app.register_error_handler(NotFound, lambda _: _page(404))
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Unreadable, _unreadable)
    app.register_error_handler(Changed, _changed)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(OperationalError, _busy_reading)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _bug)


def _page(status: int, title: str = "", sentence: str = "") -> tuple[str, int]:
    known = SENTENCES.get(status, CALM)
    page = render_template(
        "errors/error.html", title=title or known[0], sentence=sentence or known[1], status=status
    )
    return page, status


def _refused(refusal: Refusal) -> tuple[str, int]:
    return _page(409, "That was not done", f"{refusal}.")


def _unreadable(problem: Unreadable) -> tuple[str, int]:
    back = {"back": f"{request.script_root}{problem.back}", "back_words": problem.back_words}
    page = render_template(
        "errors/error.html", title="That could not be read", sentence=f"{problem}.", **back
    )
    return page, 400


def _changed(changed: Changed) -> tuple[str, int]:
    page = render_template("errors/changed.html", changed=changed)
    return page, 409


def _busy(busy: Busy) -> tuple[str, int]:
    return _page(503, "The roster is busy", f"{busy}.")


def _busy_reading(error: OperationalError) -> tuple[str, int]:
    log.error("database did not answer: %s", type(error.orig).__name__)
    db.session.rollback()
    return _page(503, "The roster is busy", "Its database did not answer. Nothing was saved; try again soon.")


def _expired(_error: CSRFError) -> tuple[str, int]:
    if request.endpoint == "security.login" or not kept_input.is_our_page():
        return _page(400, OUT_OF_DATE, "Nothing was saved. Go back, reload the page and send it again.")
    sent = kept_input.sent()
    if current_user.is_authenticated:
        # Signed in again, on another page: the token alone is old.
        kept_input.keep(sent["way_back"], sent["carried"])
        return render_template("errors/out_of_date.html", title=OUT_OF_DATE, **sent), 400
    return render_template("errors/signed_out.html", **sent), 400


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    page, status = _page(error.code)
    response = error.get_response()
    response.set_data(page)
    response.content_type = "text/html; charset=utf-8"
    response.status_code = status
    return response


def _bug(_error: Exception) -> tuple[str, int]:
    db.session.rollback()
    return _page(500)
