"""What every page shares: who is signed in, where they can go, and how times are written."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import current_user
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from roster import clock
from roster.permissions import may
from roster.views import board_words, cover_words, notice_words, words
from roster.views.guards import actor
from roster.views.places import places_of

ONE_DAY = timedelta(days=1)


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
        return {"asking": None, "places": [], "beneath": []}
    asking = actor()
    places, beneath = places_of(asking)
    return {
        "asking": asking,
        "places": places,
        "beneath": beneath,
        "may": may,
        "today": clock.today(),
        "one_day": ONE_DAY,
    }
