"""What is kept of a change of a cell: who, why, the notice given, and that the officer was told."""

from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, select

from roster.errors import Refusal
from roster.extensions import db, transaction
from roster.models.cell_change import CellChange, ChangeReason, ChangeSource
from roster.models.notice import Notice, NoticeKind
from roster.services.cell_changes import Why, cell_words, note_change, note_changes
from tests.factories import make_actor, make_duty, make_officer, make_rest_day, make_team, make_template, wall
from tests.statements import heard

DAY = date(2026, 12, 9)
EXIGENCY = ChangeReason.EXIGENCY


@pytest.fixture
def ward(database, at) -> SimpleNamespace:
    """PC Shah of Biggin Hill, and PS Hart who supervises the ward, on a Monday morning."""
    at("2026-11-23 09:00")
    team = make_team()
    return SimpleNamespace(shah=make_officer(team=team), hart=make_actor(teams=[team]))


def note(ward, on=DAY, why=None):
    return note_change(
        ward.shah.id, on, "rest day", "Early 07:00–15:00", by=ward.hart, source=ChangeSource.HAND, why=why
    )


def told() -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.kind == NoticeKind.DUTY_CHANGED)))


def test_a_change_of_a_draft_is_kept_and_tells_nobody(ward):
    change = note(ward)
    assert (change.before, change.after, change.account_id) == (
        "rest day",
        "Early 07:00–15:00",
        ward.hart.account_id,
    )
    assert (change.published, change.reason, change.clear_days, change.told_at) == (False, None, None, None)
    assert told() == []


@pytest.mark.parametrize(
    ("now", "on", "clear"),
    [
        ("2026-11-23 09:00", date(2026, 12, 9), 15),
        ("2026-11-23 23:59", date(2026, 12, 8), 14),
        ("2026-11-24 00:00", date(2026, 12, 9), 14),
        ("2026-10-25 00:30", date(2026, 11, 10), 15),  # the clocks go back that night
        ("2026-03-28 23:30", date(2026, 4, 6), 8),  # and forward that one
        ("2026-03-29 00:30", date(2026, 4, 6), 7),
    ],
)
def test_a_change_of_a_published_cell_gives_notice_in_clear_days(ward, at, now, on, clear):
    moment = at(now)
    change = note(ward, on, Why(EXIGENCY, "Aid at Wembley"))
    assert (change.published, change.reason, change.note) == (True, EXIGENCY, "Aid at Wembley")
    assert (change.clear_days, change.told_at) == (clear, moment)


def test_an_officer_who_was_told_by_phone_has_had_the_longer_notice(ward):
    change = note(ward, why=Why(EXIGENCY, told_at=wall("2026-11-20 18:00")))
    assert (change.clear_days, change.told_at) == (18, wall("2026-11-20 18:00"))


def test_each_change_of_a_published_cell_is_told_once(ward):
    for _ in range(2):
        note(ward, why=Why(EXIGENCY))
    assert [(one.recipient_id, one.about_at) for one in told()] == [
        (ward.shah.id, wall("2026-12-09 00:00"))
    ] * 2


def test_many_changes_are_kept_in_one_statement(ward):
    rows = [
        {
            "officer_id": ward.shah.id,
            "day": day,
            "before": "",
            "after": "rest day",
            "source": ChangeSource.PATTERN,
        }
        for day in (DAY, date(2026, 12, 10))
    ]

    @transaction()
    def lay():
        db.session.connection()  # begun before we listen
        with heard() as asked:
            note_changes(rows)
        assert len(asked) == 1

    lay()
    kept = db.session.scalars(select(CellChange).order_by(CellChange.id)).all()
    assert [(one.day, one.source, one.published) for one in kept] == [
        (DAY, ChangeSource.PATTERN, False),
        (date(2026, 12, 10), ChangeSource.PATTERN, False),
    ]


def test_no_changes_ask_nothing_of_the_database(ward):
    with heard() as asked:
        note_changes([])
    assert asked == []


def test_the_database_refuses_a_published_change_without_a_reason(ward):
    @transaction()
    def cheat():
        row = {"officer_id": ward.shah.id, "day": DAY, "at": wall("2026-11-23 09:00")}
        row |= {"before": "", "after": "rest day", "published": True, "note": "", "source": ChangeSource.HAND}
        db.session.execute(insert(CellChange), [row])

    with pytest.raises(Refusal, match="A change to a published duty needs its reason"):
        cheat()
    assert db.session.scalars(select(CellChange)).all() == []


def test_a_cell_in_words(ward):
    early = make_duty(ward.shah, "2026-12-09 07:00", template=make_template())
    night = make_duty(ward.shah, "2026-12-09 22:00", hours=9, kind="court")
    rest = make_rest_day(ward.shah, DAY)
    free = make_rest_day(ward.shah, "2026-12-10", kind="free_day")
    assert cell_words([], None) == ""
    assert cell_words([early], None) == "Early 07:00–15:00"
    assert cell_words([night, early], None) == "Early 07:00–15:00 and Court 22:00–07:00"
    assert cell_words([], rest) == "rest day"
    assert cell_words([], free) == "free day"
