"""Leave and a swap from the officer's phone to the sergeant's desk and back."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from tests.journeys.desks import PHONE, enter, hindrances


def test_leave_is_asked_for_on_a_phone_and_decided_with_its_impact_in_sight(
    demo: date, open_page: Callable[..., Page]
) -> None:
    phone = enter(open_page(viewport=PHONE), "shah")
    phone.goto("/my-leave")
    phone.get_by_role("button", name="Ask for time off").click()
    phone.get_by_label("Annual leave").check()
    phone.get_by_label("First day").fill(f"{demo.day}/{demo.month}/{demo.year}")
    phone.get_by_label("A word to your sergeant").fill("My sister’s wedding")
    phone.get_by_role("button", name="Ask for it").click()
    expect(phone.get_by_role("status")).to_contain_text("Asked for")
    assert hindrances(phone) == []

    desk = enter(open_page(), "hart")
    desk.get_by_role("link", name="Notices").click()
    desk.get_by_role("link", name=f"PC Shah asks for annual leave, Thu {demo.day} {demo:%b}").click()
    expect(desk.get_by_role("main")).to_contain_text("My sister’s wedding")
    impact = desk.get_by_role("region", name="What approving it does")
    expect(impact).to_contain_text("Coffee with a Copper, Costa, Main Road")
    expect(impact).to_contain_text("becomes at risk")
    expect(impact).to_contain_text("PC O'Neill could stand in")
    desk.get_by_role("button", name="Decline").click()
    desk.get_by_label("Why not").fill("The coffee is promised: take Friday instead")
    desk.get_by_role("button", name="Decline").click()
    expect(desk.get_by_role("status")).to_contain_text("Declined: PC Shah was told")

    phone.goto("/my-leave")
    expect(phone.get_by_role("main")).to_contain_text("The coffee is promised: take Friday instead")


def test_a_duty_is_offered_taken_and_approved(demo: date, open_page: Callable[..., Page]) -> None:
    """PC O'Neill offers a duty in the demo, and PC Shah is free to work it."""
    phone = enter(open_page(viewport=PHONE), "shah")
    phone.goto("/swaps")
    offer = phone.get_by_role("listitem").filter(has_text="You can take it")
    when = offer.get_by_role("link").inner_text()
    offer.get_by_role("link").click()
    phone.get_by_role("button", name="Take it").click()
    expect(phone.get_by_role("status")).to_contain_text("Taken: your sergeant decides")

    desk = enter(open_page(), "hart")
    desk.goto("/swaps")
    swap = desk.get_by_role("listitem").filter(has_text="taken by PC Shah").filter(has_text=when)
    swap.get_by_role("link").click()
    expect(desk.get_by_role("main")).to_contain_text("Lawful for both")
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_role("status")).to_contain_text("the duty has changed hands")

    phone.goto("/notices")
    expect(phone.get_by_role("main")).to_contain_text("You work PC O'Neill’s duty")
    phone.goto("/swaps")
    expect(phone.get_by_role("listitem").filter(has_text=when).filter(has_text="Offer it")).to_be_visible()
