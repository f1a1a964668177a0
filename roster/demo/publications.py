"""Who published the demo's rosters, and when: four weeks at a time, each sergeant their wards together."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from roster import clock
from roster.demo.calendar import WEEK, Window, instant
from roster.demo.diary import Diary
from roster.demo.people import Person
from roster.demo.save import Keys, Row, add, add_numbered
from roster.extensions import db
from roster.models.account import Account
from roster.models.duty import Duty, DutyState, RestDay
from roster.models.publication import Publication, PublicationTeam, PublishedOfficer
from roster.services.publishing_rows import Rows

# A sergeant's number, and the first day of a period: the duties and the rest days that went out.
Sent = dict[tuple[int, date], Rows]


def save_publications(diary: Diary, keys: Keys) -> None:
    """One for each sergeant and period, with the wards it was for."""
    sergeants = {ward: one for one in diary.people for ward in one.supervises}
    sent = _sent(diary, keys, sergeants)
    accounts = {row.officer_id: row.id for row in db.session.execute(select(Account.officer_id, Account.id))}
    rows = [
        _row(diary.window, first, found) | {"account_id": accounts.get(keys.officers[number])}
        for (number, first), found in sent.items()
    ]
    numbers = add_numbered(Publication, rows)
    for (number, _), publication in zip(sent, numbers, strict=True):
        wards = [ward for ward, one in sergeants.items() if one.number == number]
        add(PublicationTeam, ({"publication_id": publication, "team_id": keys.teams[one]} for one in wards))
    for found, publication in zip(sent.values(), numbers, strict=True):
        add(PublishedOfficer, _taken(found, publication))


def _taken(sent: Rows, publication: int) -> Iterator[Row]:
    """Whose they are, and when the first and the last begin."""
    begins: dict[int, list[datetime]] = defaultdict(list)
    for row in sent.duties:
        begins[row.officer_id].append(row.starts_at)
    for row in sent.rest_days:
        begins[row.officer_id].append(clock.midnight(row.day))
    for officer_id, moments in begins.items():
        about = {"publication_id": publication, "officer_id": officer_id}
        yield about | {"first_at": min(moments), "last_at": max(moments)}


def _sent(diary: Diary, keys: Keys, sergeants: dict[str, Person]) -> Sent:
    people = {keys.officers[one.number]: one for one in diary.people}
    found: dict[tuple[int, date], tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    asked = (
        select(Duty.id, Duty.officer_id, Duty.starts_at).where(Duty.state == DutyState.PUBLISHED),
        select(RestDay.id, RestDay.officer_id, RestDay.day).where(RestDay.state == DutyState.PUBLISHED),
    )
    for kind, rows in enumerate(db.session.execute(one.order_by(one.selected_columns.id)) for one in asked):
        for row in rows:
            begins: Any = row[2]
            day = begins if kind else clock.london_date(begins)
            sergeant = sergeants.get(people[row.officer_id].ward_on(day) or "")
            if sergeant:
                found[sergeant.number, diary.window.period_of(day)][kind].append(row)
    return {key: Rows(*found[key]) for key in sorted(found)}


def _row(window: Window, first: date, sent: Rows) -> Row:
    digest, at = sent.digest, instant(window.published_on(first), 14 * 60)
    return {
        "key": f"demo-{digest}"[:40],
        "at": at,
        "starts_at": instant(first),
        "ends_at": instant(first + 4 * WEEK),
        "duties": len(sent.duties),
        "rest_days": len(sent.rest_days),
        "breach_count": 0,
        "breaches": "[]",
        "reason": "",
        "digest": digest,
    }
