"""Between the form of a contact session and the promise that it makes."""

from contextlib import suppress
from typing import Any

from flask import request

from roster.errors import Refusal
from roster.forms.contact_sessions import ContactSessionForm
from roster.forms.reading import read_date, read_minute
from roster.forms.spans import local_parts
from roster.models.contact_session import ContactSession
from roster.services.promises import Promise


def promise_of(form: ContactSessionForm, team_id: int) -> Promise:
    """The promise that a sound form makes."""
    if form.span is None:
        raise Refusal("Say when it is held")
    return Promise(
        team_id,
        form.title.data,
        form.span.starts_at,
        form.span.ends_at,
        form.needed.data,
        form.skill.data,
        form.venue.data,
        form.new_venue.data,
    )


def values_of(contact_session: ContactSession) -> dict[str, Any]:
    """How the form is first filled for one that stands."""
    day, start = local_parts(contact_session.starts_at)
    return {
        "team": contact_session.team_id,
        "title": contact_session.title,
        "day": day,
        "start": start,
        "end": local_parts(contact_session.ends_at)[1],
        "venue": contact_session.venue_id,
        "needed": contact_session.officers_needed,
        "skill": contact_session.required_skill_id,
        "version": contact_session.version,
    }


def prefilled(teams: list[tuple[int, str]]) -> dict[str, Any]:
    """What the address says of the new one; what cannot be read is left for the person to enter."""
    asked = request.args
    found: dict[str, Any] = {"team": asked.get("team", type=int)}
    if len(teams) == 1:
        found["team"] = teams[0][0]
    for field, name, read in (("day", "date", read_date), ("start", "start", read_minute)):
        with suppress(ValueError):
            found[field] = read(asked.get(name, ""))
    if "start" in found:
        found["end"] = (found["start"] + 60) % (24 * 60)
    return found
