"""Public holidays of England: the table that the rules and the patterns go by."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.forms.public_holidays import HolidayForm
from roster.queries.public_holidays import holidays, last_filled_year
from roster.services.public_holidays import add_holiday, fill_year, remove_holiday
from roster.views.guards import actor, requires
from roster.views.officer_reach import tried
from roster.views.words import plural, whole_day

bp = Blueprint("public_holidays", __name__, url_prefix="/public-holidays")


@bp.get("")
@requires("public-holiday:show")
def list_holidays() -> str:
    """All of them, year by year from this one on."""
    years = [(year, list(found)) for year, found in groupby(holidays(), lambda one: one.day.year)]
    this_year = clock.today().year
    return render_template(
        "public_holidays/list.html",
        years=[(year, found) for year, found in years if year >= this_year],
        earlier=[(year, found) for year, found in years if year < this_year],
        next_year=(last_filled_year() or this_year - 1) + 1,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires("public-holiday:change")
def add() -> str | Response:
    """A one-off day, such as a coronation."""
    form = HolidayForm()
    if form.validate_on_submit() and tried(form, lambda: add_holiday(form.on, form.name.data, by=actor())):
        return _done(f"{whole_day(form.on)} is a public holiday now.")
    return render_template("public_holidays/add.html", form=form)


@bp.post("/<int:holiday_id>/remove")
@requires("public-holiday:change")
def remove(holiday_id: int) -> Response:
    """The day is an ordinary one."""
    remove_holiday(holiday_id, by=actor())
    return _done("Removed. It is an ordinary day now, and stays one when its year is filled again.")


@bp.post("/years/<int:year>")
@requires("public-holiday:change")
def fill(year: int) -> Response:
    """Add the days of one more year from the library."""
    added = fill_year(year, by=actor())
    return _done(f"{plural(added, 'public holiday')} of {year} added.")


def _done(sentence: str) -> Response:
    flash(sentence, "success")
    return redirect(url_for("public_holidays.list_holidays"))
