"""One table: which role may do what, and how far it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What an account is trusted with; one person may hold several."""

    OFFICER = "officer"
    SERGEANT = "sergeant"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """How far a permission reaches for the role that holds it."""

    OWN = "own"  # the person's own record
    TEAM = "team"  # the ward teams the person is posted to
    SUPERVISED = "supervised"  # the ward teams a sergeant supervises
    AREA = "area"  # every ward team of the boroughs and BCUs in a manager's charge
    FORCE = "force"  # everything


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: read once a request, and handed to every service."""

    account_id: int
    officer_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    posted_teams: frozenset[int] = frozenset()
    supervised_teams: frozenset[int] = frozenset()
    area_teams: frozenset[int] = frozenset()
    unread_notices: int = field(default=0, compare=False)
    cover_judged_at: int | None = field(default=None, compare=False)
    demo: bool = field(default=False, compare=False)


_READ = {Role.OFFICER: Reach.TEAM, Role.SERGEANT: Reach.SUPERVISED, Role.MANAGER: Reach.AREA}
_OVERSEE = {Role.SERGEANT: Reach.SUPERVISED, Role.MANAGER: Reach.AREA}
_PLAN = {Role.SERGEANT: Reach.SUPERVISED}
_OWN = dict.fromkeys(Role, Reach.OWN)
# What all planners share, such as the library of patterns: it changes no roster until it is laid.
_SHARED = {Role.SERGEANT: Reach.FORCE, Role.ADMINISTRATOR: Reach.FORCE}

PERMISSIONS: Mapping[str, Mapping[Role, Reach]] = {
    "board:show": _OVERSEE,
    "roster:show": _READ,
    "officer-day:show": _READ,
    "my-duties:show": _OWN,
    "notice:show": _OWN,
    "notice:read": _OWN,
    "draft:show": _OVERSEE,
    "duty:add": _PLAN,
    "duty:change": _PLAN,
    "duty:remove": _PLAN,
    "duty:publish": _PLAN,
    "cell:change": _PLAN,
    "cell-change:tell": _PLAN,
    "cell-change:acknowledge": _OWN,
    "owed-rest-day:show": {Role.OFFICER: Reach.OWN, **_OVERSEE},
    "owed-rest-day:re-roster": _PLAN,
    "pattern:show": _SHARED,
    "pattern:change": _SHARED,
    "pattern-line:change": _PLAN,
    "pattern:lay": _PLAN,
    "shift-template:show": _SHARED,
    "shift-template:change": {Role.ADMINISTRATOR: Reach.FORCE},
    "public-holiday:show": _SHARED,
    "public-holiday:change": {Role.ADMINISTRATOR: Reach.FORCE},
    "minimum-strength:show": _OVERSEE,
    "minimum-strength:change": _PLAN,
    "absence:ask": _OWN,
    "absence:withdraw": _OWN,
    "absence:show": {Role.OFFICER: Reach.OWN, Role.MANAGER: Reach.OWN, **_PLAN},
    "absence:record": _PLAN,
    "absence:approve": _PLAN,
    "absence:decline": _PLAN,
    "absence:cancel": _PLAN,
    # Leave and swaps that wait: a manager decides only what sergeants ask for themselves (deciders.py).
    "request:decide": _OVERSEE,
    "leave-allowance:change": _PLAN,
    "swap:show": _READ,
    "swap:offer": _OWN,
    "swap:take": _OWN,
    "swap:release": _OWN,
    "swap:withdraw": _OWN,
    "swap:approve": _PLAN,
    "swap:decline": _PLAN,
    "abstraction:show": _OVERSEE,
    "abstraction:log": _PLAN,
    "abstraction:end": _PLAN,
    "abstraction:cancel": _PLAN,
    "contact-session:show": _READ,
    "contact-session:create": _PLAN,
    "contact-session:change": _PLAN,
    "contact-session:name": _PLAN,
    "contact-session:cancel": _PLAN,
    "cover-flag:show": _OVERSEE,
    "cover-flag:acknowledge": _PLAN,
    "officer:show": {Role.OFFICER: Reach.OWN, **_OVERSEE, Role.ADMINISTRATOR: Reach.FORCE},
    "skill:grant": {**_PLAN, Role.ADMINISTRATOR: Reach.FORCE},
    "skill:expire": {**_PLAN, Role.ADMINISTRATOR: Reach.FORCE},
    "posting:change": {Role.ADMINISTRATOR: Reach.FORCE},
    "report:show": _OVERSEE,
}


def may(
    actor: Actor,
    permission: str,
    team_id: int | None = None,
    officer_id: int | None = None,
) -> bool:
    """Whether the actor may do this: at all, or for one ward team or one officer's own record."""
    granted = PERMISSIONS[permission]
    return any(_reaches(actor, granted[role], team_id, officer_id) for role in actor.roles if role in granted)


def teams_for(actor: Actor, permission: str) -> frozenset[int] | None:
    """The ward teams that the permission reaches for this actor; None means every team."""
    granted = PERMISSIONS[permission]
    reaches = {granted[role] for role in actor.roles if role in granted}
    if Reach.FORCE in reaches:
        return None
    return frozenset().union(*(_teams(actor, reach) for reach in reaches))


def _reaches(actor: Actor, reach: Reach, team_id: int | None, officer_id: int | None) -> bool:
    if reach is Reach.FORCE or (team_id is None and officer_id is None):
        return True
    if reach is Reach.OWN:
        return officer_id is not None and officer_id == actor.officer_id
    return team_id is not None and team_id in _teams(actor, reach)


def _teams(actor: Actor, reach: Reach) -> frozenset[int]:
    reached = {
        Reach.TEAM: actor.posted_teams,
        Reach.SUPERVISED: actor.supervised_teams,
        Reach.AREA: actor.area_teams,
    }
    return reached.get(reach, frozenset())
