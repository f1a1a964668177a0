"""What happened to the cells of the roster: who changed them, why, and whether the officer knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import insert

from roster import clock
from roster.extensions import db, transaction
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource
from roster.models.duty import Duty, DutyKind, RestDay, RestKind
from roster.models.notice import NoticeKind
from roster.permissions import Actor
from roster.services.notices import tell

MOST_WORDS = 120  # as the columns before and after are long
REST_WORDS = {RestKind.REST_DAY: "rest day", RestKind.FREE_DAY: "free day"}
KIND_WORDS = {
    DutyKind.WARD: "Ward duty",
    DutyKind.TRAINING: "Training",
    DutyKind.COURT: "Court",
    DutyKind.OFFICE: "Office",
}


@dataclass(frozen=True, slots=True)
class Why:
    """Why a published cell changes; told_at is when the officer was told, None is now, by the notice."""

    reason: ChangeReason
    note: str = ""
    told_at: datetime | None = None


class How(TypedDict):
    """Who changed the cell and by what means; why makes it the change of a published one."""

    by: Actor | None
    source: ChangeSource
    why: NotRequired[Why | None]


@transaction()
def note_change(officer_id: int, day: date, before: str, after: str, **how: Unpack[How]) -> CellChange:
    """Keep one change of one cell; a why makes it a published one, whose officer is told."""
    now, by, why = clock.now(), how["by"], how.get("why")
    change = CellChange(
        officer_id=officer_id,
        day=day,
        at=now,
        account_id=by.account_id if by else None,
        source=how["source"],
        before=before[:MOST_WORDS],
        after=after[:MOST_WORDS],
    )
    if why:
        change.published, change.reason, change.note = True, why.reason, why.note
        change.told_at = why.told_at or now
        change.clear_days = clock.clear_days(day, clock.london_date(change.told_at))
    db.session.add(change)
    db.session.flush()
    if why:
        tell([officer_id], NoticeKind.DUTY_CHANGED, notice_key(change), about_at=clock.midnight(day))
    return change


def note_changes(rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep many changes of cells that are not published, in one statement.

    Each row has officer_id, day, before, after and source, and account_id where a person did it.
    """
    if not rows:
        return
    now = clock.now()
    plain = {"at": now, "account_id": None, "published": False, "note": ""}
    kept = [{**plain, **row} for row in rows]
    db.session.execute(insert(CellChange), kept)


def cell_words(duties: Sequence[Duty], rest_day: RestDay | None) -> str:
    """The cell in words: "Early 07:00–15:00", "rest day", "" where nothing stands."""
    words = [_duty_words(duty) for duty in sorted(duties, key=lambda one: one.span)]
    if rest_day:
        words.append(REST_WORDS[rest_day.kind])
    return " and ".join(words)[:MOST_WORDS]


def notice_key(change: CellChange) -> str:
    """What makes the notice of a change the same notice."""
    return f"cell-change:{change.id}"


def _duty_words(duty: Duty) -> str:
    name = duty.shift_template.name if duty.shift_template else KIND_WORDS[duty.kind]
    starts, ends = (clock.to_london(at) for at in (duty.starts_at, duty.ends_at))
    return f"{name} {starts:%H:%M}–{ends:%H:%M}"
