"""What the browser gets: present, small, and all of it named."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

HOUSE = Path(settings.HOUSE)
PACKED = Path(settings.STATIC_ROOT)
MANIFEST = json.loads((PACKED / "staticfiles.json").read_text())["paths"]
ICON = re.compile(
    r"""(?:\bicon(?:=| )"([a-z0-9-]+)")|MenuItem\(.{1,80}?,\s*"[a-z_]+:[a-z_]+",\s*"([a-z0-9-]+)\"""", re.S
)


def weight(*names):
    return sum(len(gzip.compress((PACKED / MANIFEST[name]).read_bytes())) for name in names)


def test_every_static_file_of_the_modules_is_packed():
    offered = {str(path) for finder in get_finders() for path, _ in finder.list([])}
    assert offered <= set(MANIFEST), (
        f"missing: {offered - set(MANIFEST)}; name its package in tools/build_assets.py"
    )


def test_every_icon_that_a_page_draws_is_in_the_sprite():
    sources = [p for p in [*HOUSE.rglob("*.html"), *HOUSE.rglob("*.py")] if "tests" not in p.parts]
    drawn = {a or b for p in sources for a, b in ICON.findall(p.read_text())}
    held = set(re.findall(r'<symbol id="([^"]+)"', (PACKED / MANIFEST["ui/vendor/icons.svg"]).read_text()))
    assert "lock" in drawn
    assert drawn <= held, f"add to frontend/icons.txt: {drawn - held}"


@pytest.mark.parametrize(
    ("most", "names"),
    [
        (20_000, ["ui/tokens.css", "ui/base.css", "ui/layout.css", "ui/components.css"]),
        (30_000, ["ui/vendor/htmx.js", "ui/core.js"]),
        (8_000, ["ui/vendor/icons.svg"]),
    ],
)
def test_styles_scripts_and_icons_stay_within_their_budget(most, names):
    assert weight(*names) <= most


@pytest.mark.parametrize("names", [["latin", "cyrillic", "money"], ["latin", "polish"]])
def test_the_letters_of_a_language_weigh_at_most_45_kilobytes(names):
    assert (
        sum((PACKED / MANIFEST[f"ui/vendor/inter-{name}.woff2"]).stat().st_size for name in names) <= 45_000
    )


def test_other_peoples_files_come_with_their_licences():
    for name in ("htmx", "icons", "inter"):
        assert weight(f"ui/vendor/{name}.LICENSE.txt") > 200


def test_our_templates_hold_no_script_and_no_handler_inline():
    for path in (HOUSE / "ui" / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|hx-on|javascript:", text), path
