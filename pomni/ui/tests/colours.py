"""Colours as a browser works them out: tokens of tokens.css in both themes and for any hue of a company, and their contrast."""

import math
import re
from functools import cache
from pathlib import Path

STYLES = Path(__file__).resolve().parent.parent / "static" / "ui"
THEMES = ("light", "dark")
HUE = 272


@cache
def tokens():
    """The colour tokens as they are written: name to text."""
    text = re.sub(r"/\*.*?\*/", "", (STYLES / "tokens.css").read_text(), flags=re.S)
    text = text[: text.index("@media")]
    return dict(re.findall(r"--([\w-]+):\s*((?:light-dark|oklch|var|#)[^;]*);", text))


def colour(name, theme, hue=HUE):
    """The token as (red, green, blue), each 0 to 1."""
    return of_text(tokens()[name], theme, hue)


def of_text(text, theme, hue=HUE):
    """A colour as a style sheet writes it."""
    text = text.strip()
    if pair := re.fullmatch(r"light-dark\((.*)\)", text, re.S):
        return of_text(_parts(pair[1])[THEMES.index(theme)], theme, hue)
    if other := re.fullmatch(r"var\(--([\w-]+)\)", text):
        return colour(other[1], theme, hue)
    if text.startswith("#"):
        digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
        return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    lightness, chroma, angle = re.sub(r"var\(--brand-h\)|var\(--h\)", str(hue), text)[6:-1].split()
    return srgb(float(lightness.rstrip("%")) / 100, float(chroma), float(angle))


def _parts(text):
    """What stands on both sides of the comma that is inside no brackets."""
    depth = 0
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            return text[:at], text[at + 1 :]
    raise ValueError(text)


def srgb(lightness, chroma, hue):
    """OKLCH to sRGB; what the screen cannot show is cut at its edge, as browsers do."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return tuple(_packed(min(1, max(0, part))) for part in linear)


def _packed(part):
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def contrast(one, other):
    """How many times the lighter of two colours is as light as the darker, by WCAG: 1 to 21."""
    bright, dark = sorted((_light(one), _light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _light(rgb):
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
