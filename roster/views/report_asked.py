"""The abstraction report that an address asks for, as far as the person may see it."""

from dataclasses import dataclass
from typing import Any

from flask import request

from roster import clock
from roster.errors import NotFound
from roster.forms.reports import ReportForm
from roster.queries.areas import teams_within
from roster.rules.periods import Period
from roster.views.guards import reach
from roster.views.report_words import BY_CATEGORY, Shown


@dataclass(frozen=True, slots=True)
class Asked:
    """Period, ward teams and what the table by category shows; sound where all of it could be read."""

    form: ReportForm
    sound: bool
    period: Period
    wards: list[int]
    shown: Shown
    query: dict[str, Any]


def asked_of(table: str) -> Asked:
    """What stands in the address; table: where it says what the table by category shows."""
    teams = teams_within(reach("report:show"))
    form = ReportForm(request.args)
    form.offer(teams)
    sound = form.validate()
    ward = form.ward.data
    if form.ward.errors and isinstance(ward, int):
        raise NotFound  # a ward, but not one of this person's
    period = form.period(clock.today())
    shown = next((one for one in BY_CATEGORY if one.value == request.args.get(table)), BY_CATEGORY[0])
    query = {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "ward": None if form.ward.errors else ward,
        "measure": None if shown is BY_CATEGORY[0] else shown.value,
    }
    return Asked(form, sound, period, [team.id for team in teams if ward in (None, team.id)], shown, query)
