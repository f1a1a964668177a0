"""Who is asking: the account's officer, ward teams and unread notices, in one statement."""

from typing import Any

from sqlalchemy import BigInteger, String, bindparam, func, literal, select, type_coerce, union_all

from roster import clock
from roster.extensions import db
from roster.models.account import Account
from roster.models.area import Borough, Team
from roster.models.job_run import JobRun
from roster.models.notice import Notice
from roster.models.officer import Charge, Officer, Posting, Supervision
from roster.models.setting import DEMO, Setting
from roster.permissions import Actor, Role

JUDGING = "judge_cover"  # the scheduler's job whose age the pages show


def actor_of(account: Account) -> Actor:
    """The account as permissions.py speaks of it, as things stand today."""
    found: dict[str, set[Any]] = {}
    asked = {"officer": account.officer_id or 0, "now": int(clock.now().timestamp())}
    for what, value, word in db.session.execute(_EVERYTHING, asked):
        found.setdefault(what, set()).add(word if what == "name" else value)
    return Actor(
        account_id=account.id,
        officer_id=account.officer_id,
        name=next(iter(found.get("name", {account.email}))),
        roles=frozenset(Role(role.name) for role in account.roles),
        posted_teams=frozenset(found.get("posted", ())),
        supervised_teams=frozenset(found.get("supervised", ())),
        area_teams=frozenset(found.get("area", ())),
        unread_notices=next(iter(found.get("unread", {0}))),
        cover_judged_at=next(iter(found.get("judged", {None}))),
        demo="demo" in found,
    )


def is_demo() -> bool:
    """Whether the standing demo is what is here, and nobody real."""
    return db.session.get(Setting, DEMO) is not None


def _everything() -> Any:
    officer_id = bindparam("officer", type_=BigInteger)
    now = bindparam("now", type_=BigInteger)
    blank = literal("").label("word")
    dated = [
        select(literal(word).label("what"), table.team_id.label("value"), blank).where(
            table.officer_id == officer_id, table.first_day <= now, table.last_day > now
        )
        for word, table in (("posted", Posting), ("supervised", Supervision))
    ]
    in_charge = (Charge.borough_id == Borough.id) | (Charge.bcu_id == Borough.bcu_id)
    area = (
        select(literal("area"), Team.id, blank)
        .join(Borough, Borough.id == Team.borough_id)
        .join(Charge, in_charge)
        .where(Charge.officer_id == officer_id)
    )
    unread = select(literal("unread"), func.count(), blank).where(
        Notice.recipient_id == officer_id, Notice.read_at.is_(None)
    )
    judged = select(literal("judged"), type_coerce(JobRun.finished_at, BigInteger), blank).where(
        JobRun.job == JUDGING, JobRun.finished_at.is_not(None)
    )
    short_name = type_coerce(Officer.rank, String) + " " + Officer.last_name
    name = select(literal("name"), Officer.id, short_name).where(Officer.id == officer_id)
    demo = select(literal("demo"), literal(1), blank).where(Setting.name == DEMO)
    return union_all(*dated, area, unread, judged, name, demo)


# Built once: building it anew took longer than the database took to answer it.
_EVERYTHING = _everything()
