"""What the browser gets: present, small, and all of it named."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from pomni.ui.storage import bare, unexplained

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


def sheets():
    """The style sheets of every page, as its head names them."""
    return re.findall(r'"(ui/[\w-]+\.css)"', (HOUSE / "ui" / "templates" / "ui" / "_sheets.html").read_text())


def with_imports(script):
    """A module of ours and all that it imports."""
    found, waiting = set(), [script]
    while waiting:
        name = waiting.pop()
        found.add(name)
        text = (HOUSE / "ui" / "static" / name).read_text()
        imported = {f"ui/{other}" for other in re.findall(r'^import .*?"\./([\w-]+\.js)";', text, re.M)}
        waiting += imported - found
    return sorted(found)


def test_styles_of_every_page_stay_within_their_budget():
    assert {"ui/tokens.css", "ui/controls.css", "ui/print.css"} <= set(sheets())
    assert weight(*sheets()) <= 20_000


def test_a_style_sheet_goes_out_without_what_only_we_read():
    sheet = (PACKED / MANIFEST["ui/components.css"]).read_text()
    assert "/*" not in sheet
    assert "\n  " not in sheet
    assert bare("/* a\n b */\n.x {\n  color: red; /* c */\n}\n") == ".x {\ncolor: red;\n}"


def test_scripts_of_ours_go_out_without_comments_and_those_of_others_as_they_are():
    assert unexplained('// why\nlet a = "//"; // b\n  // c\nf();\n') == 'let a = "//"; // b\nf();\n'
    ours = (PACKED / MANIFEST["ui/drafts.js"]).read_text()
    assert not re.search(r"^\s*//", ours, re.M)
    for path in HOUSE.glob("*/static/**/*.js"):
        texts = re.findall(r"`[^`]*`", re.sub(r"^\s*//.*$", "//", path.read_text(), flags=re.M))
        assert not any(re.search(r"^//$", text, re.M) for text in texts), f"{path}: a comment within a text"


def test_scripts_of_every_page_stay_within_their_budget():
    scripts = with_imports("ui/core.js")
    assert len(scripts) > 1
    assert weight("ui/vendor/htmx.js", *scripts) <= 30_000


def test_icons_stay_within_their_budget():
    assert weight("ui/vendor/icons.svg") <= 8_000


def test_even_a_page_with_every_part_stays_within_the_first_load_budget():
    everything = {name for name in MANIFEST if re.fullmatch(r"(ui/[\w-]+|ui/vendor/htmx)\.(js|css)", name)}
    assert {"ui/combo.js", "ui/layers.js", "ui/components.css", "ui/vendor/htmx.js"} <= everything
    assert weight(*everything) <= 60_000


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
