"""The third-party CSS loses what is not ours to use, and no compressed copy outlives its source."""

import gzip
import os

import pytest

from tools import assets

BRANDED = (
    '@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2) format("woff2")}'
    ".a{font-family:GDS Transport,arial,sans-serif}"
    ".b{background:url(/assets/images/govuk-crest.svg)}"
    ".c{background-image:url(/assets/images/icon-progress-tick.svg)}"
)


def test_fonts_and_crests_go_and_icons_stay():
    css = assets.unbranded(BRANDED)
    assert css == (
        '.a{font-family:Arial,Helvetica,"Liberation Sans",sans-serif}'
        ".b{background:none}"
        ".c{background-image:url(images/icon-progress-tick.svg)}"
    )


def test_a_module_asks_for_its_neighbour_by_file():
    assert assets.standalone("import { A } from 'govuk-frontend';") == (
        "import { A } from './govuk-frontend.min.js';"
    )


def test_what_was_fetched_names_no_file_that_is_not_there():
    for sheet in assets.VENDOR.glob("*.css"):
        text = sheet.read_text()
        assert "GDS Transport" not in text
        assert "/assets/" not in text
        assert "sourceMappingURL" not in text
        icons = {part.split(")")[0] for part in text.split("url(")[1:]}
        assert all((assets.VENDOR / icon).is_file() for icon in icons if not icon.startswith("data:")), icons


def test_npm_keeps_its_cache_out_of_the_home_folder(tmp_path, monkeypatch):
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\ncase "$*" in *"--cache cache") exit 0 ;; esac\nexit 1\n')
    npm.chmod(0o700)
    monkeypatch.setattr(assets.shutil, "which", lambda _name: str(npm))
    monkeypatch.setattr(assets.environment, "create", lambda _folder: pytest.fail("npm had its cache"))
    monkeypatch.setattr(assets, "BUILD", tmp_path / "build")
    assets.fetch()


@pytest.fixture
def static(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    return tmp_path


def test_each_text_file_has_a_compressed_copy(static):
    (static / "css").mkdir()
    (static / "css" / "roster.css").write_text("h1{color:navy}")
    (static / "photo.png").write_bytes(b"not text")
    assets.compress()
    assert gzip.decompress((static / "css" / "roster.css.gz").read_bytes()) == b"h1{color:navy}"
    assert not (static / "photo.png.gz").exists()


def test_a_changed_file_is_compressed_again(static):
    source = static / "roster.css"
    source.write_text("old")
    assets.compress()
    source.write_text("new")
    os.utime(source, ns=(1, 1))  # older than before, as after switching branches
    assets.compress()
    assert gzip.decompress((static / "roster.css.gz").read_bytes()) == b"new"


def test_a_copy_without_its_source_goes(static):
    (static / "gone.js.gz").write_bytes(b"")
    assets.compress()
    assert list(static.iterdir()) == []
