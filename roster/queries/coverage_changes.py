"""What a judgement changes about a contact session's standing flag, and who must hear of it."""

import json
from hashlib import blake2b
from typing import Any

from roster.coverage.gaps import Gap, State, Verdict, judge
from roster.models.cover_flag import Resolution
from roster.models.notice import NoticeKind
from roster.queries.coverage import Judged, Standing

# How far ahead the scheduler judges the whole force; nearer than this a lost cover is told.
HORIZON_SECONDS = 28 * 86_400

Change = dict[str, Any]
_AS_BAD = {State.AT_RISK.value: 1, State.UNCOVERED.value: 2}


def change_of(judged: Judged, now: int) -> Change | None:
    """What is to be written of one contact session; None where its flag is already true."""
    return change_to(
        Verdict(State.COVERED) if judged.cancelled else judge(judged.need, judged.facts), judged, now
    )


def change_to(verdict: Verdict, judged: Judged, now: int) -> Change | None:
    """The same where the verdict is known already."""
    flag = judged.flag
    if verdict.state is State.COVERED:
        return _resolved(judged, flag, now) if flag else None
    gaps = gaps_json(verdict)
    fingerprint = fingerprint_of(verdict, gaps)
    if flag and (flag.fingerprint, flag.lost) == (fingerprint, verdict.lost_to_abstraction):
        return None
    return {
        "id": judged.need.id,
        "team": judged.team_id,
        "event": "changed" if flag else "opened",
        "state": verdict.state.value,
        "gaps": gaps,
        "fingerprint": fingerprint,
        "lost": int(verdict.lost_to_abstraction),
        "worse": int(flag is not None and _worse(flag, verdict)),
        "kind": NoticeKind.COVER_LOST.value if _is_told(judged, now) else None,
        "key": lost_key(judged.need.id, flag.opened_at if flag else now, verdict.state.value, gaps),
    }


def fingerprint_of(verdict: Verdict, gaps: str) -> str:
    """What a flag is known by: its state, its gaps and their causes.

    Not whether it was lost to abstraction: that can change alone, beneath a cause that hides it.
    """
    return digest(verdict.state.value + gaps)


def gaps_json(verdict: Verdict) -> str:
    """The gaps with their causes, instants in UTC epoch seconds; json.dumps takes ten times as long."""
    return "[" + ", ".join(map(_gap, verdict.gaps)) + "]"


def _gap(gap: Gap) -> str:
    causes = ", ".join(
        [
            f'{{"officer": {officer}, "cause": "' + kind + f'", "start": {span.start}, "end": {span.end}}}'
            for officer, kind, span in gap.causes
        ]
    )
    times = f'"start": {gap.span.start}, "end": {gap.span.end}'
    return f'{{{times}, "short_by": {gap.short_by}, "causes": [{causes}]}}'


def lost_key(contact_session_id: Any, opened_at: int, state: str, gaps: str) -> str:
    """What makes two lost covers the same: the gap without its causes, while one flag stands."""
    bare = [(gap["start"], gap["end"], gap["short_by"]) for gap in json.loads(gaps)]
    return f"{contact_session_id}:{opened_at}:{digest(state + str(bare))}"


def digest(words: str) -> str:
    """32 letters that differ where the words differ."""
    return blake2b(words.encode(), digest_size=16).hexdigest()


def _resolved(judged: Judged, flag: Standing, now: int) -> Change:
    is_told = not judged.cancelled and _is_told(judged, now)
    return {
        "id": judged.need.id,
        "team": judged.team_id,
        "event": "resolved",
        "state": flag.state,
        "gaps": flag.gaps,
        "fingerprint": flag.fingerprint,
        "lost": flag.lost,
        "worse": 0,
        "resolution": (Resolution.CANCELLED if judged.cancelled else Resolution.COVERED).value,
        "kind": NoticeKind.COVER_BACK.value if is_told else None,
        "key": f"{judged.need.id}:{flag.opened_at}:{now}",
    }


def _is_told(judged: Judged, now: int) -> bool:
    return judged.need.span.end > now and judged.need.span.start < now + HORIZON_SECONDS


def _worse(flag: Standing, verdict: Verdict) -> bool:
    """Whether more is missing than when somebody said that they had seen it."""
    before = sum((gap["end"] - gap["start"]) * gap["short_by"] for gap in json.loads(flag.gaps))
    after = sum(gap.span.seconds * gap.short_by for gap in verdict.gaps)
    return (_AS_BAD[verdict.state.value], after) > (_AS_BAD[flag.state], before)
