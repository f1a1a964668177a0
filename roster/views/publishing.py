"""Publishing a period: the checklist, and doing it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster.errors import Changed, NotAllowed, Refusal
from roster.forms.publishing import PublishForm, Selection, selected_in
from roster.queries.checklists import checklist
from roster.services.publishing import Given, Published, publish_duties
from roster.views.checklist_words import lines_of, since_words
from roster.views.guards import actor, reach, requires
from roster.views.words import plural

bp = Blueprint("publishing", __name__, url_prefix="/roster/publish")


@bp.get("")
@requires("duty:publish")
def check() -> str:
    """What would be published, and what stands against it."""
    return _page(selected_in(request.args), PublishForm())


@bp.post("")
@requires("duty:publish")
def publish() -> str | Response | tuple[str, int]:
    """Publish it; a second click gets the first one's answer."""
    chosen, form = selected_in(request.args), PublishForm()
    if form.validate():
        try:
            done = _publish(chosen, form)
        except Changed:
            return _page(chosen, form), 409
        except Refusal as refusal:
            form.refuse(str(refusal), "reason")
        else:
            flash(_said(done), "success")
            return redirect(_back(chosen))
    return _page(chosen, form)


def _page(chosen: Selection, form: PublishForm) -> str:
    """What came back was looked at: what has changed since then is marked, and said first."""
    looked_at = form.marks if form.is_submitted() else None
    found = checklist(_teams(chosen), chosen.period, chosen.officers)
    lines = lines_of(found, looked_at)
    if since := since_words(lines):
        form.refuse(since)
    form.new_key()
    form.show(found.marks)
    return render_template(
        "publishing/check.html", chosen=chosen, form=form, found=found, lines=lines, back=_back(chosen)
    )


def _publish(chosen: Selection, form: PublishForm) -> Published:
    given = Given(form.key.data or "", form.reason.data or "", form.marks)
    return publish_duties(
        _teams(chosen), chosen.period.span, by=actor(), officer_ids=chosen.officers, given=given
    )


def _teams(chosen: Selection) -> list[int]:
    """The teams asked for, or all that the person plans."""
    planned = reach("duty:publish") or frozenset()
    teams = set(chosen.teams) or planned
    if not teams or not teams <= planned:
        raise NotAllowed
    return sorted(teams)


def _said(done: Published) -> str:
    if not done.duties and not done.rest_days:
        return "No draft was left to publish"
    parts = [plural(done.duties, "duty", "duties")] if done.duties else []
    parts += [plural(done.rest_days, "rest day")] if done.rest_days else []
    return f"{' and '.join(parts)} published: they count from now on, and the officers were told"


def _back(chosen: Selection) -> str:
    if chosen.officer is None:
        return url_for("rosters.show", **chosen.back)
    return url_for("officer_days.show", officer_id=chosen.officer, day=chosen.period.first)
