"""Terminal commands: judge files, build the demo, run the scheduler, let somebody sign in."""

import logging
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from roster.coverage.scenarios import answer as cover_answer
from roster.demo.commands import COMMANDS as DEMO_COMMANDS
from roster.errors import NotFound, Refusal
from roster.files.judging import Answer, check_files
from roster.jobs.running import do_work
from roster.jobs.scheduler import LEASE_SECONDS, run_scheduler
from roster.jobs.timetable import JUDGE
from roster.permissions import Role
from roster.rules.cases import answer as rules_answer
from roster.services.accounts import close_account, open_account


@click.group()
def coverage() -> None:
    """Judge the cover of contact sessions."""


@coverage.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """Print the answer to each scenario FILE as JSON; touches no database."""
    _print_answers(context, files, cover_answer)


@click.group()
def rules() -> None:
    """Check working time against the rules."""


@rules.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check_rules(context: click.Context, files: tuple[Path, ...]) -> None:
    """Print the breaches and cancelled rest days of each case FILE as JSON; touches no database."""
    _print_answers(context, files, rules_answer)


def _print_answers(context: click.Context, files: tuple[Path, ...], answer: Answer) -> None:
    checked = check_files(files, answer)
    click.echo(checked.error if checked.exit_code else checked.text, err=bool(checked.exit_code))
    context.exit(checked.exit_code)


@coverage.command("review")
@with_appcontext
def review() -> None:
    """Judge the whole force now, as the scheduler does each minute."""
    counts = do_work(JUDGE)
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))


@click.command("scheduler")
@click.option("--lease-seconds", default=LEASE_SECONDS, show_default=True, help="How long a lead lasts.")
@with_appcontext
def scheduler(lease_seconds: float) -> None:
    """Run the timetable until stopped; a second one stands by and takes over."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    run_scheduler(current_app._get_current_object(), lease_seconds)  # type: ignore[attr-defined]


@click.group()
def account() -> None:
    """Say who may sign in."""


@account.command("open")
@click.argument("email")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="May be repeated.",
)
@click.option("--warrant-number", help="The officer on the roster that the account belongs to.")
@click.password_option(help="Asked for when it is not given.")
@with_appcontext
def open_one(email: str, roles: tuple[str, ...], warrant_number: str | None, password: str) -> None:
    """Let EMAIL sign in."""
    try:
        open_account(email, password, [Role(role) for role in roles], warrant_number, by=None)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal}.") from None
    click.echo(f"{email} may sign in as {' and '.join(roles)}.")


@account.command("close")
@click.argument("email")
@with_appcontext
def close_one(email: str) -> None:
    """End EMAIL's account, and its sign-ins at once."""
    try:
        close_account(email, by=None)
    except NotFound as missing:
        raise click.ClickException(f"{missing}.") from None
    click.echo(f"{email} may no longer sign in.")


COMMANDS: list[Any] = [account, coverage, rules, scheduler, *DEMO_COMMANDS]
