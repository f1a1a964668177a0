"""What was typed on a page whose sign-in ran out: carried over signing in again, and shown to be sent anew.

It travels in the page, then in the new sign-in's cookie until its form is opened by GET: nothing is saved.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask import session as cookie_session
from werkzeug.datastructures import MultiDict

# Browsers drop a cookie of over 4,096 bytes, and with it the sign-in.
LONGEST = 2_400
NOT_KEPT = {"csrf_token", "password", "email", "typed"}
# What a page says to itself: nothing that anybody typed.
UNSEEN = {"version", "seen", "shown", "key", "token", "next", "step", "do"}

Pairs = list[tuple[str, str]]


def install(app: Flask) -> None:
    """Open a form with what was typed, once, when it is fetched again."""
    app.before_request(_take_up)


def is_our_page() -> bool:
    """Whether it was a form of ours that sent this, and a person who sent it."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    ours = origin in (None, request.host_url.rstrip("/")) and site in ("same-origin", "none")
    navigates = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return ours and navigates and not request.is_json


def sent() -> dict[str, Any]:
    """Where the form is, what it carried, and what of it must be copied since it is too long to carry."""
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]
    carried = json.dumps(pairs)
    too_long = len(carried) > LONGEST
    typed = [(_words(name), value) for name, value in pairs if value.strip() and name not in UNSEEN]
    return {
        "way_back": _way_back(),
        "carried": "" if too_long or not pairs else carried,
        "to_copy": typed if too_long else [],
    }


def keep(way_back: str, carried: str) -> None:
    """Until that page is opened; what is not of our making is not kept."""
    pairs = _pairs(carried) if len(carried) <= LONGEST else []
    if pairs:
        cookie_session["typed"] = {"path": urlsplit(way_back).path, "pairs": pairs}


def _take_up() -> None:
    kept = cookie_session.get("typed")
    if kept and request.method == "GET" and kept["path"] == request.path:
        g.typed = MultiDict([(name, value) for name, value in kept["pairs"]])
        del cookie_session["typed"]


def _pairs(carried: str) -> Pairs:
    try:
        found = json.loads(carried)
    except (ValueError, RecursionError):
        return []
    sound = isinstance(found, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)
        for pair in found
    )
    return [(name, value) for name, value in found if name not in NOT_KEPT] if sound else []


def _way_back() -> str:
    """The form's own page where it can be fetched, else the page of ours that it stood on."""
    if _can_be_fetched(request.path):
        return request.full_path.rstrip("?")
    came = urlsplit(request.referrer or "")
    if came.netloc == request.host and _can_be_fetched(came.path):
        return f"{came.path}?{came.query}" if came.query else came.path
    return "/"


def _can_be_fetched(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    return adapter is not None and adapter.test(path, "GET")


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
