"""Who may come in: every view wears @requires or @public, or the house test fails."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, redirect, request, url_for
from flask import session as cookie_session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import logout_user
from flask_security import current_user
from flask_wtf.csrf import CSRFError

from roster import clock, config
from roster.errors import NotAllowed
from roster.extensions import csrf
from roster.permissions import Actor, may, teams_for
from roster.queries.accounts import actor_of

View = TypeVar("View", bound=Callable[..., Any])
# A desk that nobody sits at is signed out though its page goes on asking.
ASKED_BY_PAGES = {"cells.changes"}
# How a page says so that asks for itself again, as the board does each minute.
BY_ITSELF = "Asked-By-Page"
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def requires(permission: str) -> Callable[[View], View]:
    """Only for people who are signed in and whose role has this permission at all."""

    def wear(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return redirect(url_for("security.login", next=_way_back()))
            if not may(actor(), permission):
                raise NotAllowed
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return wear


def public(view: View) -> View:
    """For everybody: it shows nothing that belongs to a person."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def actor() -> Actor:
    """Who is asking; read once a request."""
    if "actor" not in g:
        # Somebody who signs in with this very request is still the account's row.
        known = getattr(current_user, "actor", None)
        g.actor = known or actor_of(current_user)
    return cast(Actor, g.actor)


def ensure(permission: str, team_id: int | None = None, officer_id: int | None = None) -> None:
    """Refuse, as if it were not there, what lies outside the actor's reach."""
    wanted = -1 if team_id is None and officer_id is None else team_id
    if not may(actor(), permission, wanted, officer_id):
        raise NotAllowed


def reach(permission: str) -> frozenset[int] | None:
    """The ward teams that the actor may see or change with this permission; None means all."""
    return teams_for(actor(), permission)


class CookieSessions(SecureCookieSessionInterface):
    """A sign-in is renewed by what a person does, not by a page that asks by itself."""

    def should_set_cookie(self, app: Flask, held: SessionMixin) -> bool:
        """Not for the grid that looks every few seconds for what others changed, nor for the open board."""
        if BY_ITSELF in request.headers:
            return False  # nor may it use up a message that is meant for the next page
        by_itself = request.endpoint in ASKED_BY_PAGES and not held.modified
        return super().should_set_cookie(app, held) and not by_itself


def install(app: Flask) -> None:
    """Check every unsafe request, and end a sign-in that has lasted its twelve hours."""
    app.session_interface = CookieSessions()
    app.before_request(_end_old_sign_ins)
    app.before_request(_refuse_forgeries)


def _refuse_forgeries() -> None:
    if request.method not in UNSAFE:
        return
    origin = request.headers.get("Origin")
    if origin and origin != request.host_url.rstrip("/"):
        raise CSRFError("sent from another site")
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()


def _end_old_sign_ins() -> None:
    began = cookie_session.get("signed_in_at")
    if began is None:  # nobody signs in without a beginning; a kept "remember me" would be one
        ended = current_user.is_authenticated
    else:
        ended = clock.now().timestamp() - began > config.ABSOLUTE_LIFE.total_seconds()
    if ended:
        cookie_session.clear()
        logout_user()


def _way_back() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
