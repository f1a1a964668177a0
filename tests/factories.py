"""Rows for tests: plain functions that add, commit and return; wall times are London."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import count
from typing import TypeVar

from sqlalchemy import select

from roster import clock
from roster.extensions import Model, db
from roster.models.absence import Absence, AbsenceKind, AbsenceStatus
from roster.models.abstraction import (
    Abstraction,
    AbstractionCategory,
    AbstractionFamily,
    AbstractionStatus,
)
from roster.models.account import Account, AccountRole
from roster.models.area import Bcu, Borough, Team
from roster.models.contact_session import ContactSession, ContactSessionStatus, Venue
from roster.models.cover_flag import CoverFlag, Finder, FlagState
from roster.models.duty import Duty, DutyKind, DutyState, RestDay, RestKind, ShiftTemplate
from roster.models.notice import Notice, NoticeKind
from roster.models.officer import Charge, Employment, Officer, Posting, Rank, Supervision
from roster.models.skill import Skill, SkillGrant
from roster.permissions import Actor, Role
from roster.values import Span

LONG_AGO = "2020-01-01"
_next = count(1).__next__
Row = TypeVar("Row", bound=Model)


def wall(text: str) -> datetime:
    """The instant of a London wall time: wall("2026-12-03 10:00")."""
    return clock.to_utc(datetime.fromisoformat(text))


def day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text


def span(text: str, *, hours: float = 0, minutes: float = 0) -> Span:
    """Elapsed time from a wall time: span("2026-12-03 10:00", minutes=60)."""
    starts_at = wall(text)
    return Span.between(starts_at, starts_at + timedelta(hours=hours, minutes=minutes))


def save(row: Row) -> Row:
    db.session.add(row)
    db.session.commit()
    return row


def one_or_new(table: type[Row], key: str, value: str, **others: object) -> Row:
    """The row with that code or name, made when there is none yet."""
    found = db.session.scalar(select(table).where(getattr(table, key) == value))
    return found or save(table(**{key: value}, **others))


# Areas and people


def make_area(borough: str = "Bromley", bcu: str = "South Area") -> Borough:
    return one_or_new(Borough, "name", borough, bcu=one_or_new(Bcu, "name", bcu))


def make_team(name: str = "Biggin Hill", code: str | None = None, borough: Borough | None = None) -> Team:
    return save(Team(name=name, code=code or f"E99{_next():06}", borough=borough or make_area()))


def make_officer(
    name: str = "Amina Shah",
    rank: str = "PC",
    *,
    team: Team | None = None,
    warrant_number: str | None = None,
    fte: int = 100,
) -> Officer:
    """An officer, posted to the team since long ago when one is given."""
    first_name, _, last_name = name.partition(" ")
    officer = save(
        Officer(
            first_name=first_name,
            last_name=last_name,
            rank=Rank(rank),
            employment=Employment.STAFF if rank == "PCSO" else Employment.OFFICER,
            warrant_number=warrant_number or f"T{_next():06}",
            fte_hundredths=fte,
        )
    )
    if team is not None:
        make_posting(officer, team)
    return officer


def make_posting(
    officer: Officer, team: Team, first: str | date = LONG_AGO, last: str | date | None = None
) -> Posting:
    return save(Posting(officer=officer, team=team, first_day=day(first), last_day=day(last)))


def make_supervision(
    officer: Officer, team: Team, first: str | date = LONG_AGO, last: str | date | None = None
) -> Supervision:
    return save(Supervision(officer=officer, team=team, first_day=day(first), last_day=day(last)))


def make_charge(officer: Officer, area: Borough | Bcu) -> Charge:
    """A manager's area: a borough or a BCU."""
    key = "borough_id" if isinstance(area, Borough) else "bcu_id"
    return save(Charge(officer_id=officer.id, **{key: area.id}))


# Skills


def make_skill(code: str = "taser", *, letters: str = "T", months: int = 12, pcso: bool = False) -> Skill:
    name = code.replace("_", " ").capitalize()
    return one_or_new(
        Skill, "code", code, name=name, letters=letters, validity_months=months, open_to_pcso=pcso
    )


def grant(
    officer: Officer,
    skill: Skill | str = "taser",
    first: str | date = LONG_AGO,
    last: str | date | None = None,
    *,
    suspended: bool = False,
) -> SkillGrant:
    skill = make_skill(skill) if isinstance(skill, str) else skill
    return save(
        SkillGrant(
            officer=officer, skill=skill, first_day=day(first), last_day=day(last), suspended=suspended
        )
    )


# Time at work and away


def make_template(
    code: str = "E", name: str = "Early", *, start: int = 7 * 60, end: int = 15 * 60, kind: str = "ward"
) -> ShiftTemplate:
    """A shift template; start and end are minutes after midnight."""
    return one_or_new(
        ShiftTemplate,
        "code",
        code,
        name=name,
        start_minute=start,
        end_minute=end,
        kind=DutyKind(kind),
        colour="blue",
    )


def make_duty(
    officer: Officer,
    starts: str,
    *,
    hours: float = 8,
    kind: str = "ward",
    published: bool = True,
    template: ShiftTemplate | None = None,
) -> Duty:
    """A duty from a London wall time: make_duty(officer, "2026-12-03 07:00")."""
    time = span(starts, hours=hours)
    return save(
        Duty(
            officer=officer,
            shift_template=template,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            kind=DutyKind(kind),
            state=DutyState.PUBLISHED if published else DutyState.DRAFT,
            published_at=clock.now() if published else None,
        )
    )


def make_rest_day(
    officer: Officer, on: str | date, *, kind: str = "rest_day", published: bool = True
) -> RestDay:
    state = DutyState.PUBLISHED if published else DutyState.DRAFT
    return save(RestDay(officer=officer, day=day(on), kind=RestKind(kind), state=state))


def make_absence(
    officer: Officer,
    starts: str,
    *,
    hours: float = 24,
    kind: str = "annual_leave",
    status: str = "approved",
) -> Absence:
    time = span(starts, hours=hours)
    return save(
        Absence(
            officer=officer,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            kind=AbsenceKind(kind),
            status=AbsenceStatus(status),
            decline_reason="Too few are left" if status == "declined" else "",
        )
    )


def make_category(
    code: str = "erpt",
    *,
    family: str = "response",
    letters: str = "ERPT",
    counts: bool = True,
    exempt_event: bool = False,
    off_borough: bool = False,
    skill: Skill | None = None,
) -> AbstractionCategory:
    return one_or_new(
        AbstractionCategory,
        "code",
        code,
        name=code.replace("_", " ").capitalize(),
        letters=letters,
        family=AbstractionFamily(family),
        counts=counts,
        exempt_event=exempt_event,
        off_borough=off_borough,
        skill=skill,
    )


def make_abstraction(
    officer: Officer,
    starts: str,
    *,
    hours: float = 8,
    category: AbstractionCategory | None = None,
    status: str = "confirmed",
    requested_by: str = "Ops Room",
) -> Abstraction:
    time = span(starts, hours=hours)
    return save(
        Abstraction(
            officer=officer,
            category=category or make_category(),
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            planned_ends_at=time.ends_at,
            status=AbstractionStatus(status),
            requested_by=requested_by,
            confirmed_at=None if status == "requested" else clock.now(),
        )
    )


# Contact sessions and what follows from them


def make_venue(team: Team, name: str = "Costa, Main Road") -> Venue:
    found = db.session.scalar(select(Venue).where(Venue.team_id == team.id, Venue.name == name))
    return found or save(Venue(team=team, name=name))


def make_contact_session(
    team: Team,
    starts: str,
    *,
    minutes: float = 60,
    needs: int = 1,
    named: Iterable[Officer] = (),
    skill: Skill | None = None,
    title: str = "Coffee with a Copper",
    venue: Venue | None = None,
    cancelled: bool = False,
) -> ContactSession:
    """A contact session from a London wall time; nothing judges its cover here."""
    time = span(starts, minutes=minutes)
    return save(
        ContactSession(
            team=team,
            venue=venue or make_venue(team),
            title=title,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            officers_needed=needs,
            required_skill=skill,
            named=list(named),
            status=ContactSessionStatus.CANCELLED if cancelled else ContactSessionStatus.PLANNED,
        )
    )


def make_flag(contact_session: ContactSession, state: str = "uncovered", gaps: str = "[]") -> CoverFlag:
    """A standing flag as if a request had found it just now."""
    now = clock.now()
    return save(
        CoverFlag(
            contact_session=contact_session,
            state=FlagState(state),
            gaps=gaps,
            fingerprint=f"{_next():032}",
            found_by=Finder.REQUEST,
            opened_at=now,
            changed_at=now,
        )
    )


def make_notice(recipient: Officer, kind: str = "taken", key: str | None = None, **causes: object) -> Notice:
    """causes: contact_session=, abstraction=, about_at=."""
    key = key or f"key-{_next()}"
    return save(Notice(recipient=recipient, kind=NoticeKind(kind), key=key, created_at=clock.now(), **causes))


# Accounts and those who ask


def make_account(
    officer: Officer | None = None, roles: Iterable[str] = ("officer",), *, email: str | None = None
) -> Account:
    """An account without a password; the sign_in fixture gives it one where it needs it."""
    return save(
        Account(
            email=email or f"person{_next()}@example.org",
            fs_uniquifier=f"{_next():032}",
            officer=officer,
            roles=[one_or_new(AccountRole, "name", Role(role)) for role in roles],
        )
    )


def make_actor(*roles: str, teams: Iterable[Team] = (), officer: Officer | None = None) -> Actor:
    """Somebody who may act on the teams: make_actor("sergeant", teams=[team]); no role: sergeant."""
    roles = roles or ("sergeant",)
    account = make_account(officer, roles)
    reached = frozenset(team.id for team in teams)
    return Actor(
        account_id=account.id,
        officer_id=account.officer_id,
        name=officer.short_name if officer else account.email,
        roles=frozenset(map(Role, roles)),
        posted_teams=reached if "officer" in roles else frozenset(),
        supervised_teams=reached if "sergeant" in roles else frozenset(),
        area_teams=reached if "manager" in roles else frozenset(),
    )


def make_sergeant(*teams: Team, name: str = "Morgan Hart") -> Officer:
    """A sergeant on the roster who supervises the teams, with an account to sign in by."""
    sergeant = make_officer(name, "PS")
    for team in teams:
        make_supervision(sergeant, team)
    make_account(sergeant, ("officer", "sergeant"))
    return sergeant
