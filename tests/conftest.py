"""What most tests need: an app on each database, its pages, somebody signed in, a time that stands still."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
import time_machine
from flask import Flask, session
from flask_security.utils import login_user
from hypothesis import HealthCheck, settings

from roster import clock
from roster.extensions import db
from roster.models.account import Account
from tests import tally
from tests.databases import Databases, Postgresql, Sqlite, postgresql_server, shared_app, sqlite_folder
from tests.pages import Client, Page
from tests.tally import (  # noqa: F401  (hooks, which pytest finds here by their names)
    pytest_addoption,
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
)

ENGINES = ("sqlite", "postgresql")

# No test asserts a time: on a busy machine a second look at an example may take ten times as long.
settings.register_profile("roster", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("roster")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever touches a database runs on both, unless its marker says which; one is enough for a journey."""
    if "engine_name" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("engine")
        usual = ("sqlite",) if "live_server" in metafunc.fixturenames else ENGINES
        metafunc.parametrize("engine_name", only.args if only else usual)


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[Sqlite]:
    with sqlite_folder() as folder:
        yield Sqlite(folder)


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[Postgresql]:
    with postgresql_server() as folder:
        yield Postgresql(folder)


@pytest.fixture
def databases(engine_name: str, request: pytest.FixtureRequest) -> Databases:
    """The databases of the engine this test runs on."""
    found: Databases = request.getfixturevalue(f"{engine_name}_databases")
    tally.note(request.node, found.label)
    return found


@pytest.fixture
def database_url(databases: Databases, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with all tables and no rows."""
    url = databases.migrated(unused=request.node.get_closest_marker("plans") is not None)
    yield url
    databases.take_back(url)


@pytest.fixture
def blank_database_url(databases: Databases) -> Iterator[str]:
    """A database without a table, for what builds its own."""
    url = databases.blank()
    yield url
    databases.take_back(url)


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The app on a real database; the test is inside its context, each request in one of its own."""
    with shared_app(database_url) as app, app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def database(app: Flask) -> object:
    """For tests of services and queries, which never name the app."""
    return db


@pytest.fixture
def client(app: Flask) -> Client:
    app.test_client_class = Client
    found = app.test_client()
    assert isinstance(found, Client)
    return found


@pytest.fixture
def page(client: Client) -> Callable[..., Page]:
    """Fetch a path and check what every page must have: `page("/board").words`."""

    def fetch(path: str, status: int = 200, **asked: object) -> Page:
        fetched = Page(client.get(path, **asked))
        assert fetched.status == status, f"{path}: {fetched.status}\n{fetched.words[:600]}"
        assert fetched.faults() == [], path
        return fetched

    return fetch


@pytest.fixture
def sign_in(app: Flask, client: Client) -> Callable[[Account], Account]:
    """Sign the account in without its password; whoever was signed in before is not any more."""

    def enter(account: Account) -> Account:
        with app.test_request_context(environ_base=client.environ_base):
            login_user(account)
            signed_in = dict(session)
        with client.session_transaction() as cookie_session:
            cookie_session.clear()
            cookie_session.update(signed_in)
        return account

    return enter


@pytest.fixture
def at() -> Iterator[Callable[..., datetime]]:
    """Set the clock to a London wall time: `at("2026-12-03 09:00")`; it stands still unless tick=True."""
    with ExitStack() as journeys:

        def travel(wall: str, *, tick: bool = False) -> datetime:
            instant = clock.to_utc(datetime.fromisoformat(wall))
            journeys.enter_context(time_machine.travel(instant, tick=tick))
            return instant

        yield travel
