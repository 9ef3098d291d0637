import re
from pathlib import Path

import pytest

from pomni.ui.gallery import SECTIONS

pytestmark = pytest.mark.django_db
HOUSE = Path(__file__).resolve().parent.parent


def test_every_component_of_the_house_stands_in_the_gallery():
    templates = HOUSE / "templates"
    made = {path.stem.replace("_", "-") for path in (templates / "cotton").glob("*.html")}
    shown = {
        name
        for path in (templates / "ui" / "gallery").glob("*.html")
        for name in re.findall(r"<c-([a-z-]+)", path.read_text())
    }
    assert made - shown == set()


def test_every_component_is_told_of_where_pages_are_explained():
    told = (HOUSE / "html.py").read_text()
    made = {path.stem.replace("_", "-") for path in (HOUSE / "templates" / "cotton").glob("*.html")}
    assert {name for name in made if f"<c-{name}" not in told} == set()


def test_the_gallery_opens_to_every_colleague_and_to_nobody_else(client, sam):
    assert client.get("/ui/").status_code == 302
    client.force_login(sam)
    page = client.get("/ui/").content.decode()
    assert all(f'id="{name}"' in page for name in SECTIONS)


def test_the_gallery_stands_in_nobodys_menu(client, vera):
    client.force_login(vera)
    assert 'href="/ui/"' not in client.get("/me/").content.decode()


def test_no_two_things_of_the_gallery_share_an_id(client, vera):
    client.force_login(vera)
    ids = re.findall(r'\sid="([^"]+)"', client.get("/ui/").content.decode())
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_what_a_combo_box_asks_for_is_found_and_can_be_made_anew(client, vera):
    client.force_login(vera)
    page = client.get("/ui/?options=1&q=<b>łó").content.decode()
    assert "<b>" not in page
    assert "&lt;b&gt;łó" in page
    assert 'data-value="Łódź"' in client.get("/ui/?options=1&q=łó").content.decode()
