"""How often somebody may try: by whatever spelling, from whatever address, and however many at once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from roster.services import sign_in
from roster.services.sign_in import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, admit, welcome
from tests.factories import make_account, make_officer
from tests.test_races import race

NAME = "hart@demo.example"


@pytest.fixture(autouse=True)
def _the_same_quarter_of_an_hour(at: Callable[..., datetime]) -> None:
    at("2026-12-03 09:00")


@pytest.mark.parametrize(
    "other",
    [
        "HART@demo.example",
        " hart@demo.example ",
        "hart@Demo.Example",
        "hart@\N{FULLWIDTH LATIN SMALL LETTER D}emo.example",
        "hart@demo\N{IDEOGRAPHIC FULL STOP}example",
        "hart@DEMO\N{FULLWIDTH FULL STOP}example",
    ],
)
def test_every_spelling_of_an_address_counts_as_the_same(database: object, other: str) -> None:
    for number in range(TRIES_PER_ACCOUNT):
        assert admit(NAME, f"10.0.1.{number}")
    assert not admit(other, "10.0.2.1")


@pytest.mark.parametrize(
    "odd", ["", "hart", "hart@demo", "@", "x\0y@demo.example", "a" * 5000 + "@demo.example"]
)
def test_what_is_no_address_is_counted_too(database: object, odd: str) -> None:
    for number in range(TRIES_PER_ACCOUNT):
        assert admit(odd, f"10.0.1.{number}")
    assert not admit(odd, "10.0.2.1")
    assert admit(NAME, "10.0.2.1")


def test_one_address_may_not_try_one_account_after_another(database: object) -> None:
    for number in range(TRIES_PER_ADDRESS):
        assert admit(f"n{number}@demo.example", "10.0.0.1")
    assert not admit("another@demo.example", "10.0.0.1")
    assert admit("another@demo.example", "10.0.0.2")


def test_a_refused_try_is_not_counted(database: object, at: Callable[..., datetime]) -> None:
    for number in range(TRIES_PER_ADDRESS):
        admit(f"n{number}@demo.example", "10.0.0.1")
    at("2026-12-03 09:14")
    assert not admit(NAME, "10.0.0.1")
    at("2026-12-03 09:16")
    assert admit(NAME, "10.0.0.1")


def test_signing_in_forgives_the_accounts_tries_and_one_of_the_address(database: object) -> None:
    mine = make_account(make_officer("Morgan Hart"), ["officer"], email=NAME)
    for number in range(TRIES_PER_ADDRESS - 2):
        admit(f"n{number}@demo.example", "10.0.0.1")
    for _ in range(2):
        assert admit(NAME, "10.0.0.1")
        welcome(mine, "10.0.0.1")
    assert all(admit(NAME, f"10.0.3.{number}") for number in range(TRIES_PER_ACCOUNT))
    assert [admit(f"m{number}@demo.example", "10.0.0.1") for number in range(3)] == [True, True, False]


@pytest.mark.parametrize("again", range(3))
def test_a_crowd_does_not_slip_past_the_limit(
    app: Flask, again: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "TRIES_PER_ACCOUNT", 3)
    admitted: list[bool] = []
    crowd = [lambda n=n: admitted.append(admit(NAME, f"10.0.{again}.{n}")) for n in range(12)]
    assert race(app, crowd) == ["done"] * 12
    assert sum(admitted) == 3
