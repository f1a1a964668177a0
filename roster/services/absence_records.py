"""What is kept and told of an absence: for the audit, and for its officer."""

import re
from typing import Any

from roster import clock
from roster.models.absence import Absence
from roster.models.notice import Notice, NoticeKind
from roster.services.notices import tell
from roster.values import Span


def tell_officer(absence: Absence, kind: NoticeKind) -> None:
    """The officer hears what became of it."""
    tell([absence.officer_id], kind, notice_key(absence), absence_id=absence.id)


def notice_key(absence: Absence) -> str:
    """One decision is told once; a later one is another. It keeps the time it was of."""
    told, span = f"absence:{absence.id}:{absence.status.value}:{int(clock.now().timestamp())}", absence.span
    return f"{told}:{span.start}-{span.end}"


def span_told(notice: Notice, absence: Absence) -> Span:
    """The time that the notice was of: sickness may have given part of it back since."""
    kept = re.search(r":(\d+)-(\d+)$", notice.key)
    return Span(*(int(one) for one in kept.groups())) if kept else absence.span


def facts(absence: Absence) -> dict[str, Any]:
    """What the audit keeps of it."""
    kept = {
        "starts_at": absence.starts_at,
        "ends_at": absence.ends_at,
        "kind": absence.kind,
        "status": absence.status,
    }
    return kept | ({"decline_reason": absence.decline_reason} if absence.decline_reason else {})
