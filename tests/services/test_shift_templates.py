"""The list of shifts: what may stand in it, and that duties keep what they were given."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from roster.errors import Changed, NotAllowed, Refusal
from roster.extensions import db
from roster.models.duty import Duty, ShiftTemplate
from roster.planning.library import Shape
from roster.queries.shift_templates import drafts_with, templates
from roster.services.shift_templates import change_template, create_template, withdraw_template
from tests.factories import make_actor, make_duty, make_officer, make_template
from tests.roster_factories import make_pattern

TWILIGHT = Shape("TW", "Twilight", 16 * 60, 0, "ward", "lavender", 4)


@pytest.fixture
def admin(database, at):
    at("2026-12-01 08:00")
    return make_actor("administrator")


def test_a_shift_is_added(admin) -> None:
    template = create_template(TWILIGHT, by=admin)
    assert (template.code, template.start_minute, template.end_minute) == ("TW", 960, 0)
    assert [one.code for one in templates()] == ["TW"]


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (replace(TWILIGHT, code="RD"), "the code of a rest day"),
        (replace(TWILIGHT, code="SICK"), "the code of sickness"),
        (replace(TWILIGHT, end_minute=16 * 60), "differ from the start"),
        (replace(TWILIGHT, code="E"), "Early has it already"),
    ],
)
def test_what_cannot_be_is_refused(admin, shape, why) -> None:
    make_template("E")
    with pytest.raises(Refusal, match=why):
        create_template(shape, by=admin)
    assert len(templates()) == 1


def test_duties_that_exist_keep_their_hours(admin) -> None:
    early = make_template("E")
    make_duty(make_officer(), "2026-12-03 07:00", published=False, template=early)
    shape = replace(TWILIGHT, code="E", name="Earlier", start_minute=6 * 60, end_minute=14 * 60)
    change_template(early.id, shape, 1, by=admin)
    assert db.session.get_one(ShiftTemplate, early.id).name == "Earlier"
    assert db.session.scalars(select(Duty)).one().span.minutes == 8 * 60
    assert tuple(drafts_with(early.id)) == (1, 1)


def test_two_people_at_one_shift_are_shown_both_values(admin) -> None:
    early = make_template("E")
    change_template(early.id, replace(TWILIGHT, code="E", name="Sunrise"), 1, by=admin)
    with pytest.raises(Changed) as conflict:
        change_template(early.id, replace(TWILIGHT, code="E", name="Dawn"), 1, by=admin)
    assert "Dawn 16:00–00:00" in conflict.value.yours
    assert "Sunrise" in conflict.value.theirs


def test_a_shift_is_withdrawn_once_no_pattern_holds_it(admin) -> None:
    early = make_template("E")
    pattern = make_pattern("E E E E E RD RD", name="Earlies")
    with pytest.raises(Refusal, match="still stands in Earlies"):
        withdraw_template(early.id, by=admin)
    pattern.withdrawn = True
    db.session.commit()
    withdraw_template(early.id, by=admin)
    assert (templates(), len(templates(with_withdrawn=True))) == ([], 1)
    with pytest.raises(Refusal, match="was withdrawn"):
        create_template(replace(TWILIGHT, code="e"), by=admin)


def test_planners_see_it_and_do_not_keep_it(admin) -> None:
    sergeant, early = make_actor("sergeant"), make_template("E")
    for change in (
        lambda: create_template(TWILIGHT, by=sergeant),
        lambda: change_template(early.id, TWILIGHT, 1, by=sergeant),
        lambda: withdraw_template(early.id, by=sergeant),
    ):
        with pytest.raises(NotAllowed):
            change()
