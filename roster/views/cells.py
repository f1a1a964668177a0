"""Cells of the grid: saved as they are typed, and what others changed meanwhile.

POST /roster/cells (cells.save), JSON both ways, the CSRF token in the header X-CSRFToken:

    {"account": 7,                                                      (whose page it was typed in)
     "cells": [{"officer": 12, "day": "2026-12-03", "code": "E", "token": "d12.3E"}, ...],
     "why": {"reason": "exigency" | "officer_request" | "branch_agreement",
             "note": "Aid at Wembley", "told": "2026-11-20 18:00"},      (only once it was asked for)
     "sight": {"from": "2026-11-30", "days": 56}}                        (what the grid shows)

code: a shift's, RD, FD, "" for nothing, AL, SICK, TOIL; own times as "W0800-1600" (W ward, CRS, CT,
OF); two duties as "E+CT1700-1800"; "L+SICK" for sick over a late (SICK alone lies over what stands). It
is the code that came with the cell, so undoing is saving the earlier code with the present token.
token: what came with the cell, "" where it was empty.

The answer, one result for each cell in the order asked, each judged on its own merit:

    {"results": [{"officer": 12, "day": "2026-12-03", "token": "d12.4L", "code": "L",
                  "state": "draft" | "published" | "", "words": "Late 14:00–22:00",
                  "outcome": "saved" | "conflict" | "refused" | "needs_reason",
                  "problem": "a sentence"                         (all but saved)
                  "yours": "Late 14:00–22:00", "theirs": "...",   (conflict: what you typed, what stands;
                  "by": "PS Hart", "at": "Thu 3 Dec 10:04"         by whom and when, "" where unknown)
                  "shown": {"before": "...", "after": "...",      (needs_reason)
                            "notice": "14 clear days’ notice", "tone": "ok",
                            "lines": [{"tone": "ok" | "warn" | "bad", "words": "..."}, ...]}}, ...],
     "rows": {"12": {"2026-12-03": {"token": "...", "code": "...", "under": "...", "html": "..."}, ...}},
     "breaches": {"12": {"2026-12-03": {"is_breach": true, "sentences": ["...", ...]}, ...}},
     "since": 1795424400}

token, code, state and words are what stands after the request, whatever the outcome. rows holds every
day in sight of the officers that were touched (without sight, the touched days): html is the inside
of the cell as the grid draws it, under the code of what lies beneath an absence. breaches holds each
of those officers, with no day where none is broken. 200 when all was saved, 409 when some cell
conflicts, else 422 when some was refused or needs a reason (the others are saved all the same);
400 with {"problem": "...", "field": "told"} where the request is malformed (field: of the reason, or ""). 401
where somebody else has signed in meanwhile than the account named. Sending the same twice is harmless.

GET /roster/cells/changes?from=2026-11-30&days=56&team=3&team=4&since=1795424400 (cells.changes):

    {"changes": [{"officer": 12, "day": "...", "by": "PS Hart", "mine": false, "before": "...",
                  "after": "..."}, ...],
     "published": [{"by": "PS Hart", "at": "...", "second": 1795424402, "mine": false}, ...],
                       (one that the page does not show yet: fetch the whole page again)
     "rows": {...as above, of the changed cells and of officers whose leave or abstractions changed...},
     "breaches": {...}, "since": 1795424405, "after": 0, "seen": "1204-4563",
     "pills": {"3": ["", "<a ...>", ...]}, "pills_seen": "9f2c..."}   (not where pills=9f2c... was sent)

pills: the inside of each day's cell of a team's contact sessions. after: not 0 where there was more than
one answer holds; asking again with it, and the same since, brings the rest.

since is what the last answer said (the page's own first: the second at which it was drawn). What was
changed in the half minute before it comes again, but for the changes that seen, of the last answer, names.
"""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from roster.errors import NotAllowed
from roster.forms.cells import CellForm
from roster.queries.cell_feed import news_of
from roster.queries.cell_seen import read_runs
from roster.queries.cells import sheet_of
from roster.services.cell_answers import Conflict, Saved
from roster.services.cells import save_cells
from roster.views import days as days_in_addresses
from roster.views.cell_answers import (
    drawn,
    drawn_whole,
    news_words,
    now_second,
    pills_now,
    result_of,
    status_of,
    touched,
)
from roster.views.cell_pages import on_form, typed
from roster.views.cell_reading import HIGHEST_ID, Malformed, asked, body, read_sight
from roster.views.guards import actor, reach, requires
from roster.views.officer_days import posted

SOMEBODY_ELSE = "Somebody else has signed in since this was typed. Nothing was saved."

LARGEST = {"since": 2**40, "after": HIGHEST_ID}  # seconds and rows beyond are none that a table holds

bp = Blueprint("cells", __name__)
bp.record(days_in_addresses.teach)


@bp.post("/roster/cells")
@requires("cell:change")
def save() -> ResponseReturnValue:
    """What was typed in some cells."""
    since = now_second()
    try:
        wanted = asked(body())
    except Malformed as problem:
        return {"problem": f"{problem}.", "field": problem.field}, 400
    if wanted.account_id not in (None, actor().account_id):
        return {"problem": SOMEBODY_ELSE}, 401
    answers = save_cells(wanted.cells, by=actor(), why=wanted.why)
    results = [result_of(one) for one in answers]
    rows = drawn_whole(touched(answers), wanted.sight)
    return {"results": results, **rows, "since": since}, status_of(answers)


@bp.get("/roster/cells/changes")
@requires("cell:change")
def changes() -> ResponseReturnValue:
    """What others, and this person, changed in the cells in sight."""
    try:
        days = read_sight(request.args)
    except Malformed as problem:
        return {"problem": f"{problem}."}, 400
    teams = _teams()
    since, after = (min(request.args.get(name, 0, int), most) for name, most in LARGEST.items())
    news = news_of(teams, days, since, after, read_runs(request.args.get("seen", "")))
    pills = pills_now(teams, days, request.args.get("pills", ""))
    return news_words(news, actor().account_id) | drawn(news.cells, days) | pills


@bp.route("/officers/<int:officer_id>/days/<day:day>/cell", methods=["GET", "POST"])
@requires("cell:change")
def edit(officer_id: int, day: date) -> ResponseReturnValue:
    """The same cell as an ordinary form, for those without a script."""
    officer, _ = posted(officer_id, day, "cell:change")
    form, answer = CellForm(), None
    cell = sheet_of([officer_id], day, day).cell(officer_id, day)
    form.fill(cell)
    if form.validate_on_submit():
        answer = typed(form, officer_id, day)
        if isinstance(answer, Saved):
            flash(f"Saved: {answer.cell.words or 'nothing'}")
            return redirect(url_for("officer_days.show", officer_id=officer_id, day=day))
    status = 409 if isinstance(answer, Conflict) else 200
    return render_template("cells/edit.html", officer=officer, day=day, **on_form(form, cell, answer)), status


def _teams() -> frozenset[int]:
    """The ward teams asked for, or all that the person plans."""
    planned = reach("cell:change") or frozenset()
    asked_for = frozenset(request.args.getlist("team", int))
    if not asked_for <= planned:
        raise NotAllowed
    return asked_for or planned
