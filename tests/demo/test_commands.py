"""flask demo and flask catalogue, as typed."""

import json
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask_security.utils import verify_password
from sqlalchemy import func, select

from roster.config import database_url
from roster.demo.commands import catalogue, demo
from roster.demo.sign_ins import sign_ins_file
from roster.extensions import db
from roster.models.abstraction import AbstractionCategory, AbstractionFamily
from roster.models.account import Account, AccountRole
from roster.models.audit import AuditEntry
from roster.models.duty import ShiftTemplate
from roster.models.officer import Officer
from roster.models.public_holiday import PublicHoliday
from roster.models.skill import Skill
from tests.factories import make_officer


@pytest.fixture
def sign_ins(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    app.config["DEMO_SIGN_INS"] = str(tmp_path / "var" / "demo-sign-ins")
    return tmp_path / "var" / "demo-sign-ins"


def test_demo_writes_down_how_to_sign_in_for_its_owner_only(app: Flask, sign_ins: Path) -> None:
    runner = app.test_cli_runner()
    built = runner.invoke(demo, ["--today", "2026-11-23"])
    assert built.exit_code == 0, built.output
    assert stat.S_IMODE(sign_ins.stat().st_mode) == 0o600
    said = runner.invoke(demo, ["--sign-ins"])
    assert said.exit_code == 0
    lines = [line.split() for line in said.output.splitlines()]
    assert [line[:2] for line in lines] == [
        ["Sergeant", "hart@demo.example"],
        ["Officer", "shah@demo.example"],
        ["Manager", "cole@demo.example"],
        ["Administrator", "admin@demo.example"],
    ]
    for _, email, password in lines:
        account = db.session.scalars(select(Account).where(Account.email == email)).unique().one()
        assert verify_password(password, account.password)
        assert password not in built.output


@pytest.mark.engine("sqlite")
def test_the_environment_may_choose_the_password(
    app: Flask, sign_ins: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "chosen-by-the-tests")
    assert app.test_cli_runner().invoke(demo, ["--today", "2026-11-23"]).exit_code == 0
    account = db.session.scalars(select(Account)).unique().first()
    assert verify_password("chosen-by-the-tests", account.password)


def test_a_roster_in_use_is_not_touched(app: Flask, sign_ins: Path) -> None:
    make_officer()
    said = app.test_cli_runner().invoke(demo, [])
    assert said.exit_code == 0
    assert "There are officers on this roster already" in said.output
    assert db.session.scalar(select(func.count(Officer.id))) == 1
    assert not sign_ins.exists()


@pytest.mark.engine("sqlite")
def test_no_demo_stands_whose_password_cannot_be_written_down(app: Flask, sign_ins: Path) -> None:
    sign_ins.parent.touch()
    said = app.test_cli_runner().invoke(demo, ["--today", "2026-11-23"])
    assert isinstance(said.exception, FileExistsError)
    assert db.session.scalar(select(func.count(Officer.id))) == 0


def test_sign_ins_without_a_demo_say_so(app: Flask, sign_ins: Path) -> None:
    said = app.test_cli_runner().invoke(demo, ["--sign-ins"])
    assert said.exit_code == 1
    assert "No demo was built here" in said.output


@pytest.mark.engine("sqlite")
def test_each_database_has_sign_ins_of_its_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    own = sign_ins_file()
    monkeypatch.setitem(app.config, "SQLALCHEMY_DATABASE_URI", "postgresql+psycopg://roster:word@host/roster")
    other = sign_ins_file()
    monkeypatch.setitem(app.config, "SQLALCHEMY_DATABASE_URI", database_url(None))
    names = {own.name, other.name, sign_ins_file().name}
    assert len(names) == 3
    assert sign_ins_file().name == "demo-sign-ins"
    assert not any("word" in name for name in names)


def test_the_catalogue_is_added_once_and_keeps_what_was_edited(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(catalogue).exit_code == 0
    skill = db.session.scalars(select(Skill).where(Skill.code == "taser")).one()
    skill.validity_months = 24
    db.session.commit()
    counted = (Skill, ShiftTemplate, AuditEntry)
    counts = [db.session.scalar(select(func.count(table.id))) for table in counted]
    assert runner.invoke(catalogue).exit_code == 0
    assert [db.session.scalar(select(func.count(table.id))) for table in counted] == counts
    assert db.session.scalars(select(Skill.validity_months).where(Skill.code == "taser")).one() == 24


def test_each_row_of_the_catalogue_is_in_the_audit(app: Flask) -> None:
    app.test_cli_runner().invoke(catalogue)
    for table in (AccountRole, Skill, ShiftTemplate, AbstractionCategory, PublicHoliday):
        entries = select(AuditEntry).where(AuditEntry.subject == table.__tablename__)
        found = list(db.session.scalars(entries))
        assert {one.subject_id for one in found} == set(db.session.scalars(select(table.id)))
        assert {(one.action, one.account_id) for one in found} == {("catalogue:add", None)}
    taser = db.session.scalars(select(Skill).where(Skill.code == "taser")).one()
    entry = db.session.scalars(select(AuditEntry).filter_by(subject="skill", subject_id=taser.id)).one()
    assert json.loads(entry.detail)["after"]["validity_months"] == 12


def test_the_catalogue_says_what_the_rules_say(app: Flask) -> None:
    app.test_cli_runner().invoke(catalogue)
    skills = {
        one.code: (one.letters, one.validity_months, one.open_to_pcso)
        for one in db.session.scalars(select(Skill))
    }
    # The defaults of the skills rule set, RULES 8.
    assert skills == {
        "personal_safety": ("PST", 12, True),
        "first_aid": ("FA", 12, True),
        "taser": ("T", 12, False),
        "response_driver": ("RD", 60, False),
        "level_2": ("L2", 12, False),
        "level_3": ("L3", 12, True),
    }
    categories = {one.code: one for one in db.session.scalars(select(AbstractionCategory))}
    assert {one.family for one in categories.values()} == set(AbstractionFamily)
    assert {code for code, one in categories.items() if one.exempt_event} == {"new_years_eve", "carnival"}
    assert {code for code, one in categories.items() if not one.counts} == {"training"}
    assert categories["l2_aid"].skill.code == "level_2"
    assert categories["erpt"].skill is None
    assert categories["erpt_driver"].skill.code == "response_driver"
