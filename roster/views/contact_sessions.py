"""Contact sessions: the list, one of them, and the forms that promise, move, staff and cancel it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.errors import Changed, Refusal
from roster.forms.contact_sessions import (
    CancelForm,
    ChangingForm,
    ContactSessionForm,
    FilterForm,
    NamingForm,
)
from roster.models.contact_session import ContactSession, ContactSessionStatus
from roster.permissions import may
from roster.queries import contact_sessions as questions
from roster.queries.areas import teams_within
from roster.queries.candidates import who_could
from roster.queries.contact_session_history import history_of
from roster.queries.cover_flags import latest_flag, read_gaps
from roster.services.contact_sessions import (
    cancel_contact_session,
    change_contact_session,
    create_contact_session,
    reinstate_contact_session,
)
from roster.services.namings import name_officers
from roster.values import Span
from roster.views import cause_words, history_words
from roster.views.cover_words import gap_sentence, listed, state_word
from roster.views.guards import actor, ensure, reach, requires
from roster.views.promise_forms import prefilled, promise_of, values_of

bp = Blueprint("contact_sessions", __name__, url_prefix="/contact-sessions")
for room in (cause_words, history_words):
    for name_of, words in room.FILTERS.items():
        bp.add_app_template_filter(words, name_of)


@bp.get("")
@requires("contact-session:show")
def list_contact_sessions() -> str:
    """Those of my teams, the open problems first."""
    teams = teams_within(reach("contact-session:show"))
    form = FilterForm(request.args)
    form.offer([(team.id, team.name) for team in teams])
    is_sound = form.validate()
    first, last = form.days(clock.today())
    wanted = [team.id for team in teams if form.team.data in (None, team.id)]
    found = _found(wanted, first, last, form.state.data) if is_sound else []
    page: dict[str, Any] = {
        "first": first,
        "last": last,
        "one_day": timedelta(days=1),
        "longest": questions.LONGEST_LIST,
    }
    page |= {"form": form, "found": found, "groups": _groups(found), "now": int(clock.now().timestamp())}
    return render_template("contact_sessions/list.html", **page)


@bp.get("/<int:contact_session_id>")
@requires("contact-session:show")
def show(contact_session_id: int) -> str:
    """What, when, where, who goes, and how it stands."""
    contact_session = questions.show_contact_session(contact_session_id)
    # Whoever is named goes there, in whatever team they are by then.
    if actor().officer_id not in {officer.id for officer in contact_session.named}:
        ensure("contact-session:show", contact_session.team_id)
    flag = latest_flag(contact_session_id)
    page: dict[str, Any] = {"flag": flag, "gaps": read_gaps(flag.gaps) if flag else (), "now": clock.now()}
    # Colleagues see how it stands; why somebody is away is for those who plan.
    if may(actor(), "cover-flag:show", contact_session.team_id):
        page |= {"candidates": who_could(contact_session), "history": history_of(contact_session_id)}
    return render_template("contact_sessions/show.html", contact_session=contact_session, **page)


@bp.route("/new", methods=["GET", "POST"])
@requires("contact-session:create")
def create() -> str | Response:
    """Promise one; the address may fill in ward team, date and start."""
    offered = questions.choices(reach("contact-session:create"))
    form = ContactSessionForm(data=prefilled(offered.teams))
    form.offer(offered.teams, offered.venues, offered.skills)
    if form.validate_on_submit():
        made = _try(form, lambda: create_contact_session(promise_of(form, form.team.data), by=actor()))
        if made:
            flash(f"{made.title} is planned. Now name who goes.", "success")
            return redirect(url_for(".name", contact_session_id=made.id))
    return render_template("contact_sessions/edit.html", form=form, contact_session=None)


@bp.route("/<int:contact_session_id>/edit", methods=["GET", "POST"])
@requires("contact-session:change")
def edit(contact_session_id: int) -> str | Response | tuple[str, int]:
    """Move it, or change what it needs."""
    contact_session = _planned(contact_session_id, "contact-session:change")
    team_id = contact_session.team_id
    offered = questions.choices({team_id})
    form = ContactSessionForm(data=values_of(contact_session))
    form.offer(offered.teams, offered.venues, offered.skills)
    if form.validate_on_submit() and _try(form, lambda: _change(contact_session_id, team_id, form)):
        flash("The contact session was changed, and its cover judged again.", "success")
        return redirect(url_for(".show", contact_session_id=contact_session_id))
    contact_session = questions.show_contact_session(contact_session_id)
    form.is_now(contact_session.version)
    page = render_template("contact_sessions/edit.html", form=form, contact_session=contact_session)
    return page, form.status


@bp.route("/<int:contact_session_id>/name", methods=["GET", "POST"])
@requires("contact-session:name")
def name(contact_session_id: int) -> str | Response | tuple[str, int]:
    """Say who goes: those who can are listed first, with the reason beside those who cannot."""
    contact_session = _planned(contact_session_id, "contact-session:name")
    candidates = who_could(contact_session)
    form = NamingForm(officers=[one.officer_id for one in candidates if one.named])
    form.offer([(one.officer_id, one.name) for one in candidates])
    if form.validate_on_submit() and _try(form, lambda: _name(contact_session_id, form)):
        flash(*outcome_of(contact_session_id))
        return redirect(url_for(".show", contact_session_id=contact_session_id))
    contact_session = questions.show_contact_session(contact_session_id)
    form.is_now(officer.id for officer in contact_session.named)
    page = {"form": form, "contact_session": contact_session, "candidates": candidates}
    return render_template("contact_sessions/name.html", **page), form.status


@bp.route("/<int:contact_session_id>/cancel", methods=["GET", "POST"])
@requires("contact-session:cancel")
def cancel(contact_session_id: int) -> str | Response:
    """Call it off, with the reason; the page says who is told."""
    _within_reach(contact_session_id, "contact-session:cancel")
    form = CancelForm()
    if form.validate_on_submit() and _try(form, lambda: _cancel(contact_session_id, form)):
        flash("The contact session is cancelled, and whoever was named is told.", "success")
        return redirect(url_for(".show", contact_session_id=contact_session_id))
    contact_session = questions.show_contact_session(contact_session_id)
    return render_template("contact_sessions/cancel.html", form=form, contact_session=contact_session)


@bp.post("/<int:contact_session_id>/reinstate")
@requires("contact-session:change")
def reinstate(contact_session_id: int) -> Response:
    """Take a cancelled one up again."""
    _within_reach(contact_session_id, "contact-session:change")
    reinstate_contact_session(contact_session_id, by=actor())
    flash("The contact session is planned again, and its cover judged.", "success")
    return redirect(url_for(".show", contact_session_id=contact_session_id))


def _planned(contact_session_id: int, permission: str) -> ContactSession:
    """One within reach; its form is not opened while it is cancelled."""
    found = _within_reach(contact_session_id, permission)
    if found.status is ContactSessionStatus.CANCELLED and request.method == "GET":
        flash("It is cancelled: take it up again before you change it.", "warn")
        abort(redirect(url_for(".show", contact_session_id=contact_session_id)))
    return found


def outcome_of(contact_session_id: int) -> tuple[str, str]:
    """What naming led to, and whether that is good news."""
    contact_session = questions.show_contact_session(contact_session_id)
    named = listed([officer.short_name for officer in contact_session.named]) or "Nobody"
    verb = "are" if len(contact_session.named) > 1 else "is"
    flag = latest_flag(contact_session_id)
    if flag is None or flag.resolved_at is not None:
        return f"{named} {verb} named. {contact_session.title} is covered.", "success"
    gaps = gap_sentence(
        read_gaps(flag.gaps), contact_session.officers_needed, flag.state, contact_session.named
    )
    return (
        f"{named} {verb} named. {contact_session.title} is still {state_word(flag.state).lower()}: {gaps}",
        "warn",
    )


def _within_reach(contact_session_id: int, permission: str) -> ContactSession:
    contact_session = questions.show_contact_session(contact_session_id)
    ensure(permission, contact_session.team_id)
    return contact_session


def _try(form: ChangingForm, change: Callable[[], ContactSession]) -> ContactSession | None:
    """The change, or None with the reason on the form."""
    try:
        return change()
    except Refusal as refusal:
        form.refuse(f"{refusal}")
    except Changed as changed:
        form.crossed(changed)
    return None


def _change(contact_session_id: int, team_id: int, form: ContactSessionForm) -> ContactSession:
    promise, version = promise_of(form, team_id), form.version.data or 0
    return change_contact_session(contact_session_id, promise, version=version, by=actor())


def _name(contact_session_id: int, form: NamingForm) -> ContactSession:
    return name_officers(contact_session_id, form.officers.data, seen=form.seen_ids, by=actor())


def _cancel(contact_session_id: int, form: CancelForm) -> ContactSession:
    return cancel_contact_session(contact_session_id, form.because.data, by=actor())


def _found(teams: list[int], first: date, last: date, state: str | None) -> list[questions.Listed]:
    days = Span.between(clock.midnight(first), clock.midnight(last + timedelta(days=1)))
    return questions.list_contact_sessions(teams, days, state or "")


def _groups(found: list[questions.Listed]) -> list[tuple[str, list[questions.Listed]]]:
    """The open problems first, then today, then what is to come, then what is over."""
    now = int(clock.now().timestamp())
    groups: dict[str, list[questions.Listed]] = {
        "Not covered yet": [],
        "Today": [],
        "Coming up": [],
        "Over": [],
    }
    for one in found:
        if one.flag_id and one.span.end > now:
            groups["Not covered yet"].append(one)
        elif clock.london_date(one.span.start) == clock.today():
            groups["Today"].append(one)
        else:
            groups["Coming up" if one.span.end > now else "Over"].append(one)
    return [(heading, rows) for heading, rows in groups.items() if rows]
