"""Skills in words: their states, each with a shape, so that none is told by colour alone."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from roster import clock
from roster.rules.skills import SkillState, state_of

STATE_WORDS = {
    SkillState.CURRENT: "Current",
    SkillState.DUE: "Due",
    SkillState.DUE_NOW: "Due now",
    SkillState.EXPIRED: "Expired",
    SkillState.SUSPENDED: "Suspended",
    SkillState.NOT_YET: "Not yet",
}
MARKS = {
    SkillState.CURRENT: "✓",
    SkillState.DUE: "◔",
    SkillState.DUE_NOW: "!",
    SkillState.EXPIRED: "✕",
    SkillState.SUSPENDED: "‖",
    SkillState.NOT_YET: "…",
}


def skill_state(grant: Any) -> SkillState:
    """How a grant stands today."""
    return state_of(grant.first_day, grant.last_day, grant.suspended, clock.today())


def superseded(grants: Iterable[Any]) -> list[Any]:
    """The expired grants of a skill that was granted again since; the newest of each comes first."""
    seen: set[int] = set()
    over = []
    for grant in grants:
        if grant.skill_id in seen and skill_state(grant) is SkillState.EXPIRED:
            over.append(grant)
        seen.add(grant.skill_id)
    return over


def skill_word(state: SkillState) -> str:
    """Current, Due, Due now, Expired, Suspended, Not yet."""
    return STATE_WORDS[state]


def skill_mark(state: SkillState) -> str:
    return MARKS[state]


def days_left(last_day: date | None) -> int | None:
    """Days until the last one, which is included; None where it never ends."""
    return None if last_day is None else (last_day - clock.today()).days


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (skill_state, superseded, skill_word, skill_mark, days_left)
}
