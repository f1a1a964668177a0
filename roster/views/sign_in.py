"""Signing in and out: Flask-Security's views, with our limits before its hashing."""

from typing import Any

from flask import Blueprint, Flask, abort, flash, redirect, request, url_for
from flask import session as cookie_session
from flask_login import user_logged_in
from flask_security import current_user
from flask_security.forms import LoginForm
from werkzeug.wrappers import Response
from wtforms import HiddenField

from roster import clock
from roster.models.account import Account
from roster.permissions import may
from roster.queries.accounts import is_demo
from roster.services.sign_in import admit, plain, welcome
from roster.views.guards import actor, public
from roster.views.kept_input import keep

bp = Blueprint("home", __name__)

WRONG = "Enter the e-mail address and password of an account that may sign in"
TOO_OFTEN = "Too many tries. Wait 15 minutes, then try again"
HOMES = {
    "board:show": "board.show",
    "officer:show": "officers.list_officers",
    "my-duties:show": "my_duties.show",
}


class SignInForm(LoginForm):
    """E-mail address and password; one answer for every way of being wrong."""

    remember = None  # the library's: it would outlive both ends of a sign-in
    typed = HiddenField()  # into a form whose sign-in ran out

    def validate(self, **kwargs: Any) -> bool:
        """Count the try, then look; an unknown account takes as long as a wrong password."""
        self.email.data = plain(self.email.data or "")
        if not admit(self.email.data, request.remote_addr or ""):
            self.form_errors = [TOO_OFTEN]
            return False
        if super().validate(**kwargs):
            return True
        for field in (self.email, self.password):
            field.errors = []
        self.form_errors = [WRONG]
        return False


@bp.get("/")
@public
def home() -> Response:
    """Each role's own first page."""
    if not current_user.is_authenticated:
        return redirect(url_for("security.login"))
    asking = actor()
    if may(asking, "board:show"):
        return redirect(url_for("board.show"))
    administers = may(asking, "posting:change")
    return redirect(url_for(HOMES["officer:show"] if administers else HOMES["my-duties:show"]))


def install(app: Flask) -> None:
    """Sign in by the page's own form alone; begin a cookie afresh; tell the page whether this is the demo."""
    user_logged_in.connect(_begin, app)
    security = app.extensions["security"]
    security.login_context_processor(lambda: {"is_demo": is_demo()})
    # The library would hand a token to whoever sends JSON, and open pages to it long after any sign-in.
    security.want_json(lambda _: False)
    security.login_manager.request_loader(lambda _: None)
    app.before_request(_refuse_json)


def _refuse_json() -> None:
    if request.is_json and request.blueprint == "security":
        abort(400)


def _begin(_app: Flask, user: Account, **_: Any) -> None:
    for kept in ("csrf_token", "typed"):
        cookie_session.pop(kept, None)
    cookie_session.permanent = True
    cookie_session["signed_in_at"] = int(clock.now().timestamp())
    welcome(user, request.remote_addr or "")
    if request.form.get("typed"):
        keep(request.form.get("next", ""), request.form["typed"])
        flash("Nothing is saved yet. Check what you had entered, and send it again.", "warn")
