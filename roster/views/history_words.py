"""A contact session's history in words: who did what to it, before and after."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from roster.queries.contact_session_history import Event
from roster.views.cover_words import listed
from roster.views.words import moment

FLAGS = {
    "flag:uncovered": "A cover flag was opened: uncovered",
    "flag:at_risk": "A cover flag was opened: at risk",
    "flag:resolved:covered": "Covered: the flag came down",
    "flag:resolved:cancelled": "Nothing left to cover: the flag came down",
}
FIELDS = {
    "title": "title",
    "starts_at": "start",
    "ends_at": "end",
    "venue": "venue",
    "officers_needed": "officers needed",
    "required_skill_id": "skill",
}


def event_words(event: Event, names: Mapping[int, str]) -> str:
    """PS Hart named PC Shah."""
    if event.what in FLAGS:
        return FLAGS[event.what]
    who, detail = event.who or "The roster", event.detail
    if event.what == "contact-session:name":
        return f"{who} {_naming(detail, names)}"
    if event.what == "contact-session:cancel":
        return f"{who} cancelled it: {detail.get('because', '')}"
    if event.what == "contact-session:change":
        return f"{who} {_change(detail)}"
    return f"{who} planned it"


def _naming(detail: Mapping[str, Any], names: Mapping[int, str]) -> str:
    before, after = set(detail["before"]), set(detail["after"])
    parts = [
        f"{verb} {listed(sorted(names.get(one, 'an officer') for one in officers))}"
        for verb, officers in (("named", after - before), ("released", before - after))
        if officers
    ]
    return " and ".join(parts)


def _change(detail: Mapping[str, Any]) -> str:
    before, after = detail["before"], detail["after"]
    if isinstance(after, str):
        return "took it up again"
    changes = [
        f"{word} from {_value(before[name])} to {_value(after[name])}"
        for name, word in FIELDS.items()
        if before.get(name) != after.get(name) and name != "required_skill_id"
    ]
    if before.get("required_skill_id") != after.get("required_skill_id"):
        changes.append("the skill that it asks for")
    return f"changed {listed(changes)}"


def _value(value: Any) -> str:
    """An instant as London reads it, anything else as it is."""
    try:
        return moment(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


FILTERS: dict[str, Callable[..., str]] = {"event_words": event_words}
