"""How an officer's day came about: who published it, for whom, and why over a breach."""

from datetime import date
from types import SimpleNamespace

import pytest

from roster.models.officer import Posting
from roster.queries.publications import is_published
from roster.services.publishing import Given, publish_duties
from roster.values import Span
from tests.factories import (
    make_account,
    make_actor,
    make_charge,
    make_duty,
    make_officer,
    make_team,
    save,
    span,
)
from tests.roster_factories import make_publication

WEEK = span("2026-12-07 00:00", hours=7 * 24)
WHOLE = "PS Hart published the ward team’s roster, Mon 7 Dec to Sun 13 Dec Mon 23 Nov 09:00"
OVER = "Published over a breach on this day, of rest between tours: Carnival, agreed with PC Okafor"


@pytest.fixture
def ward(app, at, sign_in) -> SimpleNamespace:
    """PC Shah, whose Tuesday begins nine hours after her Monday ends; PS Hart publishes it."""
    at("2026-11-23 09:00")
    team = make_team()
    hart, shah = make_officer("Morgan Hart", "PS"), make_officer(team=team)
    make_duty(shah, "2026-12-07 14:00", published=False)
    make_duty(shah, "2026-12-08 07:00", published=False)
    by = make_actor(teams=[team], officer=hart)

    def publish(period: Span = WEEK, **officers: list[int]) -> None:
        given = Given(reason="Carnival, agreed with PC Okafor")
        publish_duties([team.id], period, by=by, given=given, **officers)

    def words(day: int, page, account) -> str:
        sign_in(account)
        return page(f"/officers/{shah.id}/days/2026-12-{day:02}").words

    overseer = make_officer("Ola Grant", "Insp")
    make_charge(overseer, team.borough)
    return SimpleNamespace(
        team=team,
        shah=shah,
        publish=publish,
        words=words,
        officer=make_account(shah, ("officer",)),
        manager=make_account(overseer, ("manager",)),
    )


def test_a_manager_reads_who_published_it_and_why_over_the_breach(ward, page):
    ward.publish()
    assert WHOLE in ward.words(8, page, ward.manager)
    assert OVER in ward.words(8, page, ward.manager)


def test_who_published_it_is_known_after_the_officer_changed_ward(ward, page):
    """To Darwin from the Tuesday on, once all was published: what was hers goes to the Thursday."""
    make_duty(ward.shah, "2026-12-10 07:00", published=False)
    ward.publish()
    (posting,) = ward.shah.postings
    posting.last_day = date(2026, 12, 7)
    darwin = make_team("Darwin", borough=ward.team.borough)
    save(Posting(officer_id=ward.shah.id, team_id=darwin.id, first_day=date(2026, 12, 8), last_day=None))
    for day in (7, 8, 10):
        assert WHOLE in ward.words(day, page, ward.manager)
    assert OVER in ward.words(8, page, ward.manager)
    assert "published the ward team" not in ward.words(11, page, ward.manager)
    assert is_published(ward.shah.id, darwin.id, date(2026, 12, 8))
    assert not is_published(ward.shah.id, darwin.id, date(2026, 12, 11))


def test_the_reason_stands_only_where_the_breach_is(ward, page):
    make_duty(ward.shah, "2026-12-11 07:00", published=False)
    ward.publish()
    words = ward.words(11, page, ward.manager)
    assert WHOLE in words
    assert "over a breach" not in words


def test_the_officer_reads_who_published_it_but_not_a_reason_that_may_name_others(ward, page):
    ward.publish()
    words = ward.words(8, page, ward.officer)
    assert WHOLE in words
    assert "Okafor" not in words


def test_what_was_published_for_one_officer_says_so_and_is_in_nobody_else_s_history(ward, page):
    okafor = make_officer("Ben Okafor", team=ward.team)
    make_publication(ward.team, "2026-12-07", days=7, officers=[okafor])
    ward.publish(span("2026-12-08 00:00", hours=24), officer_ids=[ward.shah.id])
    words = ward.words(8, page, ward.officer)
    assert "published this officer’s roster, Tue 8 Dec Mon 23 Nov 09:00" in words
    assert "ward team’s roster" not in words
    assert "published" not in ward.words(9, page, ward.officer)
