"""What is said once an abstraction was logged, ended or called off, and what it leaves to do."""

from datetime import datetime

from flask import flash, url_for
from markupsafe import Markup

from roster import clock
from roster.models.abstraction import Abstraction
from roster.queries.owed_rest_days import owed_for
from roster.queries.postings import team_at
from roster.queries.taken import Raised, Taken, flags_raised
from roster.views.words import day, hour, when


def logged(abstraction: Abstraction) -> None:
    """Say what was done; lead to the flags it raised, and to the rest day it cancelled."""
    name, span = abstraction.officer.short_name, abstraction.span
    flash(f"{name} is taken for {abstraction.category.name}, {when(span)}, and was told.", "success")
    team_id = team_at(abstraction.officer_id, span.start)
    since = abstraction.confirmed_at or clock.now()
    for raised in flags_raised(team_id, span, since) if team_id else ():
        flash(_way_out(raised), "warn")
    _say_owed(abstraction)


def ended(taken: Taken, at: datetime) -> None:
    """Say that the officer is back, or will be."""
    is_over = at <= clock.now()
    back = "is back" if is_over else f"will be back on the ward on {day(at)} at {hour(at)}"
    flash(f"{taken.officer} {back}, and was told.", "success")


def _way_out(raised: Raised) -> Markup:
    words = "Name a stand-in" if raised.state == "at_risk" else "See the ways out"
    return Markup('{} is {}. <a class="govuk-link" href="{}">{}</a>').format(
        raised.title,
        raised.state.replace("_", " "),
        url_for("cover_flags.show", flag_id=raised.flag_id),
        words,
    )


def _say_owed(abstraction: Abstraction) -> None:
    owed = owed_for(abstraction.id, abstraction.officer_id, int(clock.now().timestamp()))
    if owed is None or owed.re_rostered_to:
        return
    link = url_for("owed_rest_days.re_roster", owed_id=owed.id)
    said = Markup('{} is owed the rest day of {}. <a class="govuk-link" href="{}">Re-roster it</a>')
    flash(said.format(abstraction.officer.short_name, day(owed.day), link), "warn")
