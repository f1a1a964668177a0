"""Who is asking: the account, its officer, ward teams and unread notices, in one statement."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, String, bindparam, func, literal, select, type_coerce, union_all

from roster import clock
from roster.errors import NotFound
from roster.extensions import db
from roster.models.account import Account, AccountRole, account_role
from roster.models.area import Borough, Team
from roster.models.job_run import JobRun
from roster.models.notice import Notice
from roster.models.officer import Charge, Officer, Posting, Supervision
from roster.models.setting import DEMO, Setting
from roster.permissions import Actor, Role

JUDGING = "judge_cover"  # the scheduler's job whose age the pages show


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody who shows the key of an account."""

    actor: Actor
    email: str
    active: bool


def known_by(key: str) -> Known | None:
    """The account behind a cookie's key and all that it reaches, as things stand today."""
    found: dict[str, list[tuple[Any, str]]] = {}
    asked = {"key": key, "now": int(clock.now().timestamp())}
    for what, value, word in db.session.execute(_EVERYTHING, asked):
        found.setdefault(what, []).append((value, word))
    if "account" not in found:
        return None
    ((account_id, email),) = found["account"]
    ((officer_id, name),) = found.get("name", [(None, email)])
    actor = Actor(
        account_id=account_id,
        officer_id=officer_id,
        name=name,
        roles=frozenset(Role(word) for _, word in found.get("role", ())),
        posted_teams=_teams(found, "posted"),
        supervised_teams=_teams(found, "supervised"),
        area_teams=_teams(found, "area"),
        unread_notices=found["unread"][0][0] if "unread" in found else 0,
        cover_judged_at=max((value for value, _ in found.get("judged", ())), default=None),
        demo="demo" in found,
    )
    return Known(actor, email, "active" in found)


def actor_of(account: Account) -> Actor:
    """The account as permissions.py speaks of it, as things stand today."""
    known = known_by(account.fs_uniquifier)
    if known is None:
        raise NotFound
    return known.actor


def _teams(found: dict[str, list[tuple[Any, str]]], what: str) -> frozenset[int]:
    return frozenset(value for value, _ in found.get(what, ()))


def is_demo() -> bool:
    """Whether the standing demo is what is here, and nobody real."""
    return db.session.get(Setting, DEMO) is not None


def _everything() -> Any:
    key, now = bindparam("key", type_=String), bindparam("now", type_=BigInteger)
    me = select(Account.id, Account.officer_id, Account.email, Account.active).where(
        Account.fs_uniquifier == key
    )
    who = me.cte("who")
    officer_id = select(who.c.officer_id).scalar_subquery()
    blank = literal("").label("word")
    dated = [
        select(literal(word), table.team_id, blank).where(
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
    demo = select(literal("demo"), literal(1), blank).where(Setting.name == DEMO)
    return union_all(*_self(who), *dated, area, unread, judged, demo)


def _self(who: Any) -> list[Any]:
    """The account, its roles and its officer's name."""
    short_name = type_coerce(Officer.rank, String) + " " + Officer.last_name
    return [
        select(literal("account").label("what"), who.c.id.label("value"), who.c.email.label("word")),
        select(literal("active"), literal(1), literal("")).select_from(who).where(who.c.active),
        select(literal("role"), literal(0), AccountRole.name)
        .join(account_role, account_role.c.role_id == AccountRole.id)
        .join(who, who.c.id == account_role.c.account_id),
        select(literal("name"), Officer.id, short_name).join(who, who.c.officer_id == Officer.id),
    ]


# Built once: building it anew took longer than the database took to answer it.
_EVERYTHING = _everything()
