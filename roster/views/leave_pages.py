"""What the page of a request shows, by who looks at it."""

from typing import Any

from roster import clock
from roster.forms.leave import DeclineForm
from roster.models.absence import AbsenceStatus
from roster.permissions import Actor, may
from roster.queries.deciders import may_decide
from roster.queries.leave import Request
from roster.views.leave_words import impact_lines, impact_of


def decided_by(asking: Actor, found: Request, teams: set[int]) -> set[int]:
    """The ward teams, of those it touches, for which the person may decide it."""
    who = [found.absence.officer_id]
    return {team for team in teams if may_decide(asking, "absence:approve", who, team)}


def shown(asking: Actor, found: Request, teams: set[int], form: DeclineForm) -> dict[str, Any]:
    """The request; for whoever decides also what approving it would do."""
    absence, within = found.absence, decided_by(asking, found, teams)
    waits = absence.status is AbsenceStatus.REQUESTED
    sergeants = any(may(asking, "absence:approve", team) for team in teams)
    return {
        "found": found,
        "absence": absence,
        "form": form,
        "decides": bool(within),
        "waits": waits,
        "lines": impact_lines(impact_of(found, within)) if within and waits else [],
        "is_own": absence.officer_id == asking.officer_id,
        "is_ahead": absence.starts_at > clock.now(),
        "is_all_ours": within == teams,
        "cancels": bool(within) and all(may(asking, "absence:cancel", team) for team in teams),
        "waits_for_others": waits and sergeants and not within,
    }
