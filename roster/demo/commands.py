"""Terminal commands that fill an installation: its catalogue, and the standing demo."""

from datetime import date, datetime

import click
from flask.cli import with_appcontext

from roster import clock
from roster.demo.build import build_demo
from roster.demo.sign_ins import chosen_password, sign_ins_file, write_down
from roster.extensions import transaction
from roster.services.catalogue import ensure_catalogue

SEED = 2


@click.command("catalogue")
@with_appcontext
def catalogue() -> None:
    """Add the roles, skills, shifts, categories and public holidays that are missing."""
    ensure_catalogue()
    click.echo("Roles, skills, shift templates, abstraction categories and public holidays are in place.")


@click.command("demo")
@click.option("--sign-ins", is_flag=True, help="Only say how to sign in to the demo.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="The same seed, the same demo.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day it is built round.")
@with_appcontext
def demo(sign_ins: bool, seed: int, today: datetime | None) -> None:
    """Fill an empty roster with Biggin Hill and neighbours, invented people all."""
    if sign_ins:
        _say_sign_ins()
    else:
        _build(seed, today.date() if today else clock.today())


def _build(seed: int, day: date) -> None:
    if _build_for_somebody(seed, day):
        click.echo(f"Biggin Hill and neighbours stand, round {day:%A %d %B %Y}.")
    else:
        click.echo("There are officers on this roster already. Nothing was changed.")


@transaction()
def _build_for_somebody(seed: int, day: date) -> bool:
    """Nobody could sign in to a demo whose password was not written down: it is not built then."""
    password = chosen_password()
    if not build_demo(seed, day, password):
        return False
    write_down(password)
    return True


def _say_sign_ins() -> None:
    if not sign_ins_file().exists():
        raise click.ClickException("No demo was built here, so there is nobody to sign in as.")
    click.echo(sign_ins_file().read_text(), nl=False)


COMMANDS = [catalogue, demo]
