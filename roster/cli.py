"""Terminal commands: judge files, build the demo, run the scheduler, let somebody sign in."""

import logging
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from roster.coverage.check import check_files
from roster.demo.commands import COMMANDS as DEMO_COMMANDS
from roster.jobs.cover import judge_cover
from roster.jobs.scheduler import LEASE_SECONDS, run_scheduler


@click.group()
def coverage() -> None:
    """Judge the cover of contact sessions."""


@coverage.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """Print the answer to each scenario FILE as JSON; touches no database."""
    checked = check_files(files)
    click.echo(checked.error if checked.exit_code else checked.text, err=bool(checked.exit_code))
    context.exit(checked.exit_code)


@coverage.command("review")
@with_appcontext
def review() -> None:
    """Judge the whole force now, as the scheduler does each minute."""
    counts = judge_cover()
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))


@click.command("scheduler")
@click.option("--lease-seconds", default=LEASE_SECONDS, show_default=True, help="How long a lead lasts.")
@with_appcontext
def scheduler(lease_seconds: float) -> None:
    """Run the timetable until stopped; a second one stands by and takes over."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    run_scheduler(current_app._get_current_object(), lease_seconds)  # type: ignore[attr-defined]


COMMANDS: list[Any] = [coverage, scheduler, *DEMO_COMMANDS]
