"""People: the list, one officer, and the forms for skills and postings."""

from datetime import date, timedelta
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from roster import clock
from roster.forms.skills import FindForm, PostingForm
from roster.models.officer import Officer, Posting
from roster.permissions import may
from roster.queries import skills as questions
from roster.queries.areas import teams_within
from roster.queries.my_duties import MyWeeks, weeks_of
from roster.queries.officers import Asked, Found
from roster.queries.officers import list_officers as find
from roster.queries.roster_days import Days
from roster.rules.skills import SkillState
from roster.services.postings import change_posting
from roster.views import skill_words, skills
from roster.views.guards import actor, reach, requires
from roster.views.my_duties_days import Day, days_of
from roster.views.officer_reach import changeable, employment, has_ended, team_today, tried, visible
from roster.views.row_ids import row_id

bp = Blueprint("officers", __name__, url_prefix="/officers")
bp.register_blueprint(skills.bp)
for name_of, words in skill_words.FILTERS.items():
    bp.add_app_template_filter(words, name_of)
bp.add_app_template_filter(has_ended, "has_ended")
bp.add_app_template_filter(employment, "employment")

DAYS_AHEAD, DAYS_BACK = 14, 365


class Taken(NamedTuple):
    """How often an officer was taken for a category, and for how many minutes."""

    category: str
    times: int = 0
    minutes: int = 0
    ward_minutes: int = 0


@bp.get("")
@requires("officer:show")
def list_officers() -> str:
    """Whom I may see, by name, ward team, skill and its state."""
    teams, skills = teams_within(reach("officer:show")), questions.skills()
    form = FindForm(request.args)
    form.offer(teams, skills)
    asked = _asked(form)
    found = Found([]) if form.errors else find(asked)
    return render_template("officers/list.html", form=form, found=found, asked=asked, skills=skills)


@bp.get("/<int:officer_id>")
@requires("officer:show")
def show(officer_id: int) -> str:
    """Postings, supervision, skills, the coming duties, and what was taken in a year."""
    officer, supervised = visible(officer_id)
    team = team_today(officer_id)
    weeks = _weeks(officer_id, team)
    return render_template(
        "officers/show.html",
        officer=officer,
        supervised=supervised,
        team=team,
        grants=questions.grants_of(officer_id),
        held=questions.held_by([officer_id], clock.today()).get(officer_id, ()),
        days=_fortnight(weeks) if weeks else None,
        open_days=_open_days(officer),
        taken=_taken(weeks) if weeks else [],
    )


@bp.route("/<int:officer_id>/posting", methods=["GET", "POST"])
@requires("posting:change")
def post(officer_id: int) -> str | Response:
    """End the posting, and begin another."""
    form = PostingForm()
    form.offer(teams_within(reach("posting:change")))
    if form.validate_on_submit() and tried(form, lambda: _post(officer_id, form)):
        flash("The posting was changed, and the cover of both teams judged again.", "success")
        return redirect(url_for(".show", officer_id=officer_id))
    officer = changeable(officer_id, "posting:change")
    return render_template("officers/posting.html", form=form, officer=officer)


def _asked(form: FindForm) -> Asked:
    teams, own, page = reach("officer:show"), actor().officer_id, max(1, request.args.get("page", 1, row_id))
    if not form.validate():
        return Asked(teams, own, page=page)
    state = SkillState(form.state.data) if form.state.data else None
    return Asked(teams, own, form.team.data, form.skill.data, state, form.name.data or "", page)


def _post(officer_id: int, form: PostingForm) -> Posting:
    return change_posting(officer_id, form.team.data, form.first_day.data or clock.today(), by=actor())


def _weeks(officer_id: int, team: int) -> MyWeeks | None:
    """The officer's time, for those who may see that team's roster: an administrator need not."""
    own = actor().officer_id == officer_id
    if not own and not may(actor(), "officer-day:show", team):
        return None
    today = clock.today()
    before = Days.starting(today - timedelta(days=DAYS_BACK), DAYS_BACK)
    return weeks_of(officer_id, before, Days.starting(today, DAYS_AHEAD))


def _fortnight(weeks: MyWeeks) -> list[Day]:
    """Each of its days, rest days and free ones too; none where nothing at all is published."""
    ahead = any(mark.end > weeks.ahead.span.start for mark in weeks.marks)
    return days_of(weeks) if ahead or weeks.named else []


def _open_days(officer: Officer) -> set[date]:
    """The days of the fortnight whose own page the person may open: by the posting of each."""
    own, found = actor().officer_id == officer.id, set()
    for on in (clock.today() + timedelta(days=number) for number in range(DAYS_AHEAD)):
        posted = [one for one in officer.postings if one.first_day <= on <= (one.last_day or date.max)]
        if posted and (own or may(actor(), "officer-day:show", posted[0].team_id)):
            found.add(on)
    return found


def _taken(weeks: MyWeeks) -> list[Taken]:
    """By category, the most first."""
    found: dict[str, Taken] = {}
    for loss in weeks.losses():
        name, times, minutes, ward = found.get(loss.mark.name) or Taken(loss.mark.name)
        found[name] = Taken(name, times + 1, minutes + loss.minutes, ward + loss.ward_minutes)
    return sorted(found.values(), key=lambda taken: -taken.minutes)
