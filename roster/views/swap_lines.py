"""What approving a swap does, as sentences with a mark each, what matters most first."""

from collections.abc import Iterator, Mapping
from datetime import date

from roster import clock
from roster.models.duty import DutyKind, RestKind
from roster.models.swap import Swap
from roster.queries.cell_values import REST_WORDS
from roster.queries.harm import Harm
from roster.queries.swap_impact import changes_of
from roster.queries.swap_law import Bar, Deal
from roster.queries.swap_rests import RestMove, rest_moves
from roster.queries.swap_wards import Wards, wards_of
from roster.queries.swaps import bars_of, deal_of
from roster.values import Span, total_minutes
from roster.views.cover_words import listed
from roster.views.harm_words import LONG_SECONDS, session_lines
from roster.views.lines import Line, Who
from roster.views.strength_words import fallen
from roster.views.swap_words import swap_duty, swap_return
from roster.views.words import day, duration, plural, when


def decision_lines(swap: Swap) -> tuple[bool, list[Line]]:
    """Whether the swap can be approved as it stands, and what that does."""
    deal = deal_of(swap)
    (bars,) = bars_of([deal])
    names = {one.id: one.short_name for one in (swap.officer, swap.taker) if one}
    # Of a day or longer: so each line says its day.
    whole = Span(deal.duty.start, deal.duty.start + LONG_SECONDS)
    harm = Harm(deal.giver, whole, contact_sessions=changes_of(deal))
    lines = [*_law(bars, names), *session_lines(harm, Who(swap.officer.short_name)), *_wards(swap, deal)]
    lines += [_rest(one, names) for one in rest_moves(deal)]
    return not bars, [*lines, *_moves(swap, deal, names), _notice(deal)]


def _law(bars: list[Bar], names: Mapping[int, str]) -> Iterator[Line]:
    for bar in bars:
        yield Line("bad", names[bar.officer_id], f"{bar.words}.")
    if not bars:
        yield Line("ok", "Lawful for both:", "it breaks no rule of rest and hours.")


def _wards(swap: Swap, deal: Deal) -> Iterator[Line]:
    duties = [one for one in (swap.duty, swap.return_duty) if one and one.kind is DutyKind.WARD]
    wards = wards_of(deal, [one.span for one in duties])
    yield from fallen(wards.now, wards.then, wards.names)
    yield from _bare(wards)
    if duties and not wards.bare:
        yield Line("ok", "Somebody is on ward duty throughout.")


def _bare(wards: Wards) -> Iterator[Line]:
    for team, spans in wards.bare:
        said = f"{listed(when(one) for one in spans)} ({duration(total_minutes(spans))})."
        yield Line("warn", f"{team} is left without anyone on ward duty", said)


def _rest(move: RestMove, names: Mapping[int, str]) -> Line:
    """Exchanged, none is owed; what is cancelled is counted, and stays owed (RULES 5)."""
    giver, taker, on = names[move.giver], names[move.taker], day(move.day)
    if move.is_owed:
        lead = f"{taker}’s rest day of {on} is cancelled with {_clear(move.duty_date)} notice:"
        again = f" {giver}’s own of that day stands again." if move.own else ""
        return Line("warn", lead, f"it stays owed until it is re-rostered.{again}")
    if move.own:
        return Line("plain", f"{giver}’s rest day of {on} stands again,", "and is owed no more.")
    word = REST_WORDS[move.rest.kind] if move.rest else ""
    if move.comes:
        as_one = "" if word == REST_WORDS[RestKind.REST_DAY] else " as a rest day"
        said = "exchanged, not cancelled, so none is owed."
        return Line("plain", f"{taker}’s {word} of {on} goes to {giver}{as_one}:", said)
    return Line("plain", f"{taker}’s {word} of {on} falls away.")


def _moves(swap: Swap, deal: Deal, names: Mapping[int, str]) -> Iterator[Line]:
    words = {deal.duty: swap_duty(swap), deal.in_return: swap_return(swap)}
    for giver, taker, span in deal.sides():
        yield Line("plain", f"{names[taker]} works {words[span]}", f"in place of {names[giver]}.")
    if not deal.in_return:
        yield Line("plain", f"{names[deal.giver]} gets no duty in return.")


def _notice(deal: Deal) -> Line:
    first = min(span.start for _, _, span in deal.sides())
    said = _clear(clock.force_day(first))
    return Line("plain", f"{said[:1].upper()}{said[1:]} notice,", "at the officers’ own request.")


def _clear(on: date) -> str:
    clear = clock.clear_days(on, clock.today())
    return plural(clear, "clear day’s", "clear days’") if clear >= 0 else "no clear day’s"
