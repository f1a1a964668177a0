"""Every noun's pages."""

from roster.views import (
    absences,
    abstractions,
    board,
    contact_sessions,
    cover_flags,
    duties,
    health,
    my_duties,
    notices,
    officer_days,
    officers,
    reports,
    rosters,
    sign_in,
)

BLUEPRINTS = [
    noun.bp
    for noun in (
        sign_in,
        board,
        my_duties,
        rosters,
        officer_days,
        duties,
        absences,
        contact_sessions,
        cover_flags,
        abstractions,
        officers,
        reports,
        notices,
        health,
    )
]
