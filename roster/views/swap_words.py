"""Swaps in words: their state, and what approving one does."""

from collections.abc import Callable, Iterator

from roster import clock
from roster.models.duty import Duty
from roster.models.swap import Swap, SwapStatus
from roster.queries.harm import Harm
from roster.queries.swap_impact import changes_of
from roster.queries.swap_law import Bar, Deal
from roster.queries.swaps import bars_of, deal_of
from roster.values import Span
from roster.views.day_words import duty_name
from roster.views.harm_words import LONG_SECONDS, session_lines
from roster.views.lines import Line, Who
from roster.views.words import plural, when

STATUS_WORDS = {
    SwapStatus.OFFERED: "Offered",
    SwapStatus.TAKEN: "Waits for the sergeant",
    SwapStatus.APPROVED: "Approved",
    SwapStatus.DECLINED: "Declined",
    SwapStatus.WITHDRAWN: "Withdrawn",
    SwapStatus.LAPSED: "Lapsed",
}
STATUS_MARKS = {
    SwapStatus.OFFERED: "○",
    SwapStatus.TAKEN: "?",
    SwapStatus.APPROVED: "✓",
    SwapStatus.DECLINED: "✕",
    SwapStatus.WITHDRAWN: "–",
    SwapStatus.LAPSED: "–",
}


def decision_lines(swap: Swap) -> tuple[bool, list[Line]]:
    """Whether the swap can be approved as it stands, and what that does, what matters most first."""
    deal = deal_of(swap)
    (bars,) = bars_of([deal])
    changes = changes_of(deal)
    # Of a day or longer: so each line says its day.
    whole = Span(deal.duty.start, deal.duty.start + LONG_SECONDS)
    who = Who(swap.officer.short_name)
    lines = [*_law(bars, swap), *session_lines(Harm(deal.giver, whole, contact_sessions=changes), who)]
    return not bars, [*lines, *_moves(swap, deal), _notice(deal)]


def swap_duty(swap: Swap) -> str:
    """Early Thu 3 Dec 07:00–15:00, as it was offered."""
    return f"{duty_name(swap.duty) if swap.duty else 'Duty'} {when(swap.span)}"


def swap_return(swap: Swap) -> str:
    """What is given in return; empty where nothing is."""
    span = swap.return_span
    if span is None:
        return ""
    return f"{duty_name(swap.return_duty) if swap.return_duty else 'Duty'} {when(span)}"


def duty_words(duty: Duty) -> str:
    """Early Thu 3 Dec 07:00–15:00."""
    return f"{duty_name(duty)} {when(duty.span)}"


def _law(bars: list[Bar], swap: Swap) -> Iterator[Line]:
    for bar in bars:
        who = swap.officer if bar.officer_id == swap.officer_id else swap.taker
        yield Line("bad", f"{who.short_name if who else 'The taker'}", f"{bar.words}.")
    if not bars:
        yield Line("ok", "Lawful for both:", "rest, length of tour, days and nights in a row are kept.")


def _moves(swap: Swap, deal: Deal) -> Iterator[Line]:
    names = {swap.officer_id: swap.officer.short_name}
    if swap.taker:
        names[swap.taker.id] = swap.taker.short_name
    words = {deal.duty: swap_duty(swap), deal.in_return: swap_return(swap)}
    for giver, taker, span in deal.sides():
        yield Line("plain", f"{names[taker]} works {words[span]}", f"in place of {names[giver]}.")
    if not deal.in_return:
        yield Line("plain", f"{names[deal.giver]} gets no duty in return.")


def _notice(deal: Deal) -> Line:
    first = min(span.start for _, _, span in deal.sides())
    clear = clock.clear_days(clock.force_day(first), clock.today())
    said = plural(clear, "clear day’s", "clear days’") if clear >= 0 else "No clear day’s"
    return Line("plain", f"{said} notice,", "at the officers’ own request: nothing is owed for it.")


FILTERS: dict[str, Callable[..., str]] = {
    "swap_duty": swap_duty,
    "swap_return": swap_return,
    "duty_words": duty_words,
}
