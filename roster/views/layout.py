"""What every page shares: who is signed in, where they can go, and how times are written."""

from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask_security import current_user
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from roster import clock
from roster.permissions import may
from roster.views import board_words, cover_words, notice_words, words
from roster.views.guards import actor

ONE_DAY = timedelta(days=1)
# Pages that are reached from another noun's, and lie there in the navigation.
LIES_UNDER = {
    "cover_flags": "contact_sessions",
    "officer_days": "rosters",
    "duties": "rosters",
    "absences": "rosters",
}
# endpoint, words, permission; the first part of an endpoint is its noun
PLACES = [
    ("board.show", "Board", "board:show"),
    ("my_duties.show", "My duties", "my-duties:show"),
    ("rosters.show", "Roster", "roster:show"),
    ("contact_sessions.list_contact_sessions", "Contact sessions", "contact-session:show"),
    ("abstractions.list_abstractions", "Abstractions", "abstraction:show"),
    ("officers.list_officers", "People", "officer:show"),
    ("reports.show", "Reports", "report:show"),
]


def install(app: Flask) -> None:
    """Macros from the component library, our filters, and what the layout needs."""
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.loader = ChoiceLoader(
        [
            app.jinja_env.loader,  # type: ignore[list-item]
            PrefixLoader(
                {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
            ),
        ]
    )
    WTFormsHelpers(app)
    for room in (cover_words, board_words, notice_words, words):
        app.jinja_env.filters.update(room.FILTERS)
    app.context_processor(_shared)


def _shared() -> dict[str, Any]:
    if not current_user.is_authenticated:
        return {"asking": None, "places": []}
    asking = actor()
    places = [
        {"endpoint": endpoint, "text": text, "here": _is_here(endpoint)}
        for endpoint, text, permission in PLACES
        if may(asking, permission) and (asking.officer_id or permission != "my-duties:show")
    ]
    return {"asking": asking, "places": places, "may": may, "today": clock.today(), "one_day": ONE_DAY}


def _is_here(endpoint: str) -> bool:
    noun = (request.endpoint or "").split(".")[0]
    return LIES_UNDER.get(noun, noun) == endpoint.split(".")[0]
