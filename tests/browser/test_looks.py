"""Every component looks as it did: the page `/ui/` against the pictures kept in `looks/`.

A change that is meant: `RENEW_LOOKS=1 make test ARGS=tests/browser/test_looks.py`, look at the new pictures, commit them.
"""

import io
import os

import pytest
from PIL import Image, ImageDraw

from pomni.ui.gallery import SECTIONS
from tests.browser import looks
from tests.browser.conftest import QUIET, sign_in

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
THEMES = ("light", "dark")
# The same letters on every computer: no smoothing by the screen's own pixels, no hinting.
STEADY = [
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]
FORCED = {"hover": ["hover"], "focus": ["focus", "focus-visible"], "pressed": ["hover", "active"]}
RENEWED = bool(os.environ.get("RENEW_LOOKS"))


@pytest.fixture(scope="module")
def pictures(browser, seeded):
    """Gives the picture of the gallery in a size and theme, and where its sections stand; taken once each."""
    taken = {}
    chromium = browser.browser_type.launch(
        executable_path=os.environ["POMNI_CHROMIUM"], args=[*QUIET, *STEADY]
    )
    context = chromium.new_context(base_url=seeded.address, reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    sign_in(page, "configurator")

    def picture(size, theme):
        if (size, theme) not in taken:
            taken[size, theme] = take(page, size, theme)
            if RENEWED:
                looks.keep(f"{size}-{theme}", *taken[size, theme])
        return taken[size, theme]

    yield picture
    chromium.close()


def take(page, size, theme):
    """The whole gallery in one picture, with the states that no mouse can hold, and its sections."""
    width, height = SIZES[size]
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/ui/")
    page.wait_for_selector("combo-box:defined [role=combobox]")
    page.evaluate("document.fonts.ready")
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    force_states(page)
    whole = page.locator("#gallery").bounding_box()
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", clip=whole))).convert("RGB")
    sections = {}
    for name in SECTIONS:
        box = page.locator(f"#{name}").bounding_box()
        left, top = round(box["x"] - whole["x"]), round(box["y"] - whole["y"])
        sections[name] = [left, top, left + round(box["width"]), top + round(box["height"])]
    return picture, sections


def force_states(page):
    """Hold what carries data-force in the state that it names."""
    wire = page.context.new_cdp_session(page)
    wire.send("DOM.enable")
    wire.send("CSS.enable")
    root = wire.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    for state, classes in FORCED.items():
        wanted = {"nodeId": root, "selector": f'[data-force="{state}"]'}
        for node in wire.send("DOM.querySelectorAll", wanted)["nodeIds"]:
            wire.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": classes})


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_a_section_looks_as_it_did(pictures, size, theme, section):
    name = f"{size}-{theme}"
    now, places = pictures(size, theme)
    then, then_places = looks.kept(name)
    assert section in then_places, "this section is new: see the first lines of this file"
    one, other = now.crop(places[section]), then.crop(then_places[section])
    if fault := looks.fault(one, other):
        folder = looks.show(f"{name}-{section}", one, other)
        pytest.fail(
            f"{section}, {name}: {fault}. Look at now.png, kept.png and difference.png in {folder}. If it is meant: "
            "RENEW_LOOKS=1 make test ARGS=tests/browser/test_looks.py, and commit tests/browser/looks/."
        )


def test_the_kept_pictures_stay_small():
    files = list(looks.KEPT.glob("*.png"))
    assert {file.stem for file in files} == {f"{size}-{theme}" for size in SIZES for theme in THEMES}
    assert sum(file.stat().st_size for file in files) < 1_500_000


# --- The measure itself ----------------------------------------------------------------------------------------------


@pytest.fixture
def card():
    """A picture of a card with a line of text and a button."""
    return drawn()


def drawn(radius=12, left=20, fill="#4450cf", text="Confirm"):
    picture = Image.new("RGB", (320, 120), "#ffffff")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((8, 8, 311, 111), radius, outline="#e1e3e7")
    pen.rounded_rectangle((left, 60, left + 110, 92), 8, fill=fill)
    pen.text((left + 12, 68), text, fill="#ffffff", font_size=13)
    return picture


def test_a_picture_is_like_itself_in_fewer_colours(card):
    assert looks.fault(card, card.quantize(256).convert("RGB")) == ""


def test_a_letter_drawn_a_shade_otherwise_is_no_difference(card):
    softened = card.copy()
    softened.putpixel((40, 72), (210, 213, 244))
    assert looks.fault(softened, card) == ""


@pytest.mark.parametrize(
    "other",
    [drawn(left=24), drawn(fill="#5a64d6"), drawn(text="Cancel"), drawn(radius=4).crop((0, 0, 320, 118))],
    ids=["moved by four pixels", "a lighter accent", "another word", "two pixels lower"],
)
def test_what_a_person_would_see_is_a_difference(card, other):
    assert looks.fault(other, card)
