"""What can be read stays readable: in both themes, and whatever hue a company picks."""

import re

import pytest

from .colours import STYLES, THEMES, colour, contrast, of_text, tokens

GROUNDS = ("canvas", "surface", "raised", "sunken")
TONES = ("info", "success", "warning", "danger", "violet", "neutral")
WHEEL = range(360)
WHITE = (1, 1, 1)


def least(front, back, theme):
    """The least contrast of two tokens over all hues that a company may pick, and that hue."""
    return min((contrast(colour(front, theme, hue), colour(back, theme, hue)), hue) for hue in WHEEL)


def test_the_reckoning_is_that_of_the_standard():
    assert contrast(WHITE, (0, 0, 0)) == pytest.approx(21)
    assert contrast(WHITE, of_text("#767676", "light")) == pytest.approx(4.54, abs=0.01)
    assert [round(255 * part) for part in of_text("oklch(62.8% 0.2577 29.23)", "light")] == [255, 0, 0]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "most"), [("text", 11), ("text-2", 6.5), ("text-3", 4.5)], ids=lambda part: str(part)
)
def test_text_is_read_on_every_ground_and_in_a_chosen_row(theme, ink, most):
    for ground in (*GROUNDS, "neutral-soft", "accent-soft"):
        assert least(ink, ground, theme)[0] >= most, ground


@pytest.mark.parametrize("theme", THEMES)
def test_the_border_of_a_control_is_seen_on_every_ground(theme):
    for ground in GROUNDS:
        assert least("line-strong", ground, theme)[0] >= 3, ground


@pytest.mark.parametrize("theme", THEMES)
def test_white_is_read_on_the_accent_of_every_hue(theme):
    for fill in ("accent", "accent-hover"):
        found = min((contrast(WHITE, colour(fill, theme, hue)), hue) for hue in WHEEL)
        assert found[0] >= 4.7, f"{fill} at hue {found[1]}"


@pytest.mark.parametrize("theme", THEMES)
def test_links_and_chosen_words_are_read_at_every_hue(theme):
    for ground in (*GROUNDS, "accent-soft"):
        found, hue = least("accent-text", ground, theme)
        assert found >= 4.5, f"on {ground} at hue {hue}"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("line", ["focus", "accent-line", "chart-1"])
def test_the_ring_of_focus_and_accent_lines_are_seen_at_every_hue(theme, line):
    for ground in (*GROUNDS, "neutral-soft"):
        found, hue = least(line, ground, theme)
        assert found >= 3, f"on {ground} at hue {hue}"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", TONES)
def test_a_tone_is_read_on_its_own_ground_and_its_mark_is_seen(theme, tone):
    for ground in (f"{tone}-soft", "surface", "raised"):
        assert least(f"{tone}-text", ground, theme)[0] >= 6.49, ground
        assert least(f"{tone}-solid", ground, theme)[0] >= 3, ground


@pytest.mark.parametrize("theme", THEMES)
def test_initials_are_read_on_the_avatar_of_every_hue(theme):
    sheet = (STYLES / "components.css").read_text()
    ground, ink = re.search(r"\.avatar {.*?background: (.*?);\s*color: (.*?);", sheet, re.S).groups()
    for hue in WHEEL:
        assert contrast(of_text(ink, theme, hue), of_text(ground, theme, hue)) >= 6


def test_every_colour_is_told_for_both_themes():
    told_once = {
        name: text
        for name, text in tokens().items()
        if not text.startswith(("light-dark", "var(")) and name not in {"on-accent", "neutral-solid", "shine"}
    }
    assert told_once == {}


def test_styles_name_no_colour_of_their_own():
    """Save those that stand for themselves: white knobs, the paper under a code, the two grounds of a toast."""
    free = {"tokens.css", "print.css"}
    for sheet in STYLES.glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
        found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,\s)])", text)) - {"#fff"}
        assert sheet.name in free or found == set(), sheet.name
