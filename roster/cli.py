"""Terminal commands: judge files, build the demo, run the scheduler, let somebody sign in."""

from pathlib import Path
from typing import Any

import click

from roster.coverage.check import check_files
from roster.demo.commands import COMMANDS as DEMO_COMMANDS


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


COMMANDS: list[Any] = [coverage, *DEMO_COMMANDS]
