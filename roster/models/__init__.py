"""Tables: importing this room makes every one of them known to the database."""

from roster.models import (
    absence,
    abstraction,
    account,
    area,
    audit,
    contact_session,
    cover_flag,
    duty,
    job_run,
    notice,
    officer,
    setting,
    skill,
)

__all__ = [
    "absence",
    "abstraction",
    "account",
    "area",
    "audit",
    "contact_session",
    "cover_flag",
    "duty",
    "job_run",
    "notice",
    "officer",
    "setting",
    "skill",
]
