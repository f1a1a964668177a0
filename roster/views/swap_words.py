"""Swaps in words: their state, and the duties that change hands."""

from collections.abc import Callable

from roster.models.duty import Duty
from roster.models.swap import Swap, SwapStatus
from roster.views.day_words import duty_name
from roster.views.words import when

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


FILTERS: dict[str, Callable[..., str]] = {
    "swap_duty": swap_duty,
    "swap_return": swap_return,
    "duty_words": duty_words,
}
