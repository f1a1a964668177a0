"""Whose record somebody may see or change, for the pages about officers."""

from collections.abc import Callable

from roster import clock
from roster.errors import NotFound, Refusal
from roster.forms.fields import Form
from roster.models.officer import Officer, Posting, Supervision
from roster.permissions import may
from roster.queries.officers import show_officer
from roster.queries.postings import team_at
from roster.views.guards import actor, ensure

NO_TEAM = -1  # an officer without a posting is the administrator's


def team_today(officer_id: int) -> int:
    """The ward team whose sergeant answers for the officer today."""
    return team_at(officer_id, clock.now()) or NO_TEAM


def visible(officer_id: int) -> tuple[Officer, list[Supervision]]:
    """The officer, for whoever answers for the ward team of today or of a day to come."""
    officer, supervised = show_officer(officer_id)
    teams = {one.team_id for one in officer.postings if not has_ended(one)} or {NO_TEAM}
    if not any(may(actor(), "officer:show", team, officer_id) for team in teams):
        raise NotFound
    return officer, supervised


def changeable(officer_id: int, permission: str) -> Officer:
    """The officer, for whoever may change this of the officer's ward team."""
    officer, _ = show_officer(officer_id)
    ensure(permission, team_today(officer_id))
    return officer


def employment(officer: Officer) -> str:
    """Police officer, Police staff or Special constable: whose rules of working time count."""
    return officer.employment.replace("_", " ").capitalize()


def has_ended(dated: Posting | Supervision) -> bool:
    """Whether its last day is past."""
    return dated.last_day is not None and dated.last_day < clock.today()


def tried(form: Form, change: Callable[[], object]) -> bool:
    """Whether the change was made; a refusal is shown on the form."""
    try:
        change()
    except Refusal as refusal:
        form.refuse(str(refusal))
        return False
    return True
