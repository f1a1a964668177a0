"""What the pages of swaps show, by who looks at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from roster.forms.leave import DeclineForm
from roster.forms.swaps import TakeForm
from roster.models.swap import Swap, SwapStatus
from roster.permissions import Actor, may
from roster.queries.areas import teams_within
from roster.queries.deciders import may_decide
from roster.queries.postings import team_at
from roster.queries.swap_law import Deal
from roster.queries.swap_world import colleagues_of
from roster.queries.swaps import (
    bars_of,
    deal_of,
    lapsed,
    offered_near,
    own_duties_ahead,
    parties,
    returns_of,
    swaps_of,
    swaps_under,
    takers_of,
    teams_of,
)
from roster.views.guards import actor, reach
from roster.views.swap_lines import decision_lines
from roster.views.swap_words import STATUS_MARKS, STATUS_WORDS, duty_words


@dataclass(frozen=True, slots=True)
class Row:
    """A swap in a list: its state as it is now, and whether the person who looks could take it."""

    swap: Swap
    status: SwapStatus
    can_take: bool = False

    @property
    def word(self) -> str:
        return STATUS_WORDS[self.status]

    @property
    def mark(self) -> str:
        return STATUS_MARKS[self.status]


def listing(is_open: bool) -> dict[str, Any]:
    """The sergeant's queue, what is offered to the person, the person's own, and what could be offered."""
    asking = actor()
    under = _under(asking, is_open)
    own = swaps_of(asking.officer_id) if asking.officer_id else []
    near = offered_near(asking.posted_teams, asking.officer_id or 0) if is_open and own_page(asking) else []
    gone = lapsed({one.id: one for one in (*under, *own, *near)}.values())
    mine = [_row(one, gone) for one in own if one.is_open and one.id not in gone] if is_open else []
    offers = [one for one in near if one.id not in gone]
    offers += [
        row.swap for row in mine if row.swap.asked_of_id == asking.officer_id and not row.swap.taker_id
    ]
    return {
        "oversees": may(asking, "board:show"),
        "under": [_row(one, gone) for one in under if not is_open or one.id not in gone],
        "offers": _offers(offers, asking.officer_id or 0),
        "mine": [row for row in mine if row.swap not in offers],
        "over": [] if is_open else [_row(one, gone) for one in own if not one.is_open or one.id in gone],
        "duties": _still_to_offer(asking, own, gone) if is_open else [],
    }


def own_page(asking: Actor) -> bool:
    """Whether the person has duties of an own to swap."""
    return bool(asking.officer_id and asking.posted_teams)


def seen_by(asking: Actor, swap: Swap) -> bool:
    """The people of the swap, those who answer for the team, and, of an offer to all, who could take it."""
    if asking.officer_id in {swap.officer_id, swap.taker_id, swap.asked_of_id} - {None}:
        return True
    team_id = team_at(swap.officer_id, swap.starts_at)
    if team_id is None:
        return False
    if may(asking, "board:show", team_id):
        return True
    return swap.is_open and _is_asked(swap, asking.officer_id, team_id)


def shown(swap: Swap, take: TakeForm, decline: DeclineForm) -> dict[str, Any]:
    """One swap, as the person who looks may see it."""
    asking, me = actor(), actor().officer_id
    row = _row(swap, lapsed([swap]))
    team_id = team_at(swap.officer_id, swap.starts_at) or -1
    waits = row.status in (SwapStatus.OFFERED, SwapStatus.TAKEN)
    decides = waits and may_decide(asking, "swap:approve", parties(swap), team_id)
    facts: dict[str, Any] = {"swap": swap, "row": row, "take": take, "decline": decline, "lines": []}
    facts |= {"decides": decides, "is_mine": me == swap.officer_id, "bars": [], "takers": []}
    facts["is_lawful"], facts["may_take"] = False, False
    facts["waits_for_others"] = waits and not decides and may(asking, "swap:approve", team_id)
    if decides and row.status is SwapStatus.TAKEN:
        facts["others"] = _others(asking, swap)
        facts["is_lawful"], facts["lines"] = decision_lines(swap)
    elif decides and swap.duty:
        facts["takers"] = takers_of(swap.duty, team_id)
    facts["is_asked"] = facts["is_mine"] or _is_asked(swap, me, team_id)
    if me and facts["is_asked"] and not facts["is_mine"] and row.status is SwapStatus.OFFERED:
        facts |= _taking(swap, me, take)
    return facts


def _others(asking: Actor, swap: Swap) -> list[str]:
    """The ward teams whose sergeant has to approve it too: the person's yes alone would not do."""
    teams = teams_of(deal_of(swap))
    beyond = [one for one in teams if not may_decide(asking, "swap:approve", parties(swap), one)]
    return [one.name for one in teams_within(beyond)] or ["no ward team"] if beyond else []


def _is_asked(swap: Swap, me: int | None, team_id: int) -> bool:
    """Whether it is offered to the person: by name, or to all near the team."""
    if swap.asked_of_id is not None:
        return me == swap.asked_of_id
    return me is not None and me in colleagues_of(swap.officer, swap.span.start, team_id)


def _taking(swap: Swap, me: int, form: TakeForm) -> dict[str, Any]:
    """Whether the person could take it, and for what."""
    deal = Deal(swap.officer_id, me, swap.span)
    given = returns_of(deal, own_duties_ahead(me))
    bars = [bar.to_taker(me, swap.officer.short_name) for bar in bars_of([deal])[0]]
    nothing = "" if bars else "Nothing in return"
    form.in_return.offer([(one.id, duty_words(one)) for one in given], empty=nothing)
    return {"bars": bars, "may_take": not bars or bool(given)}


def _under(asking: Actor, is_open: bool) -> list[Swap]:
    """Those of the ward teams that the person answers for."""
    teams = teams_within(reach("board:show")) if may(asking, "board:show") else []
    return swaps_under([one.id for one in teams], is_open=is_open) if teams else []


def _row(swap: Swap, gone: set[int]) -> Row:
    return Row(swap, SwapStatus.LAPSED if swap.id in gone else swap.status)


def _offers(offers: Sequence[Swap], me: int) -> list[Row]:
    """What is offered, those that the person could take first."""
    found = bars_of([deal_of(one, me) for one in offers])
    rows = [Row(one, one.status, not bars) for one, bars in zip(offers, found, strict=True)]
    return sorted(rows, key=lambda row: not row.can_take)


def _still_to_offer(asking: Actor, own: Sequence[Swap], gone: set[int]) -> list[Any]:
    if not own_page(asking):
        return []
    offered = {one.duty_id for one in own if one.is_open and one.id not in gone}
    return [one for one in own_duties_ahead(asking.officer_id or 0) if one.id not in offered]
