"""Small files for the cards of the demo, drawn here: a page as PDF, a picture as from an X-ray or a phone, a plain text."""

import io
import re
from functools import cache
from random import Random
from typing import Any

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFilter, ImageFont

A4 = (827, 1169)  # at 100 dots an inch
RUNS = re.compile(r"[\u0400-\u04ff]+|[\u0000-\u00ff]+|₽+|[^\u0000-\u00ff\u0400-\u04ff₽]+")
INK, PALE = (35, 40, 52), (205, 210, 220)


def paper(name: str, lines: list[str], chance: Random) -> io.BytesIO:
    """What lies in a file of this name: by its ending a page with these lines, a picture, or the lines as they are."""
    if name.endswith(".pdf"):
        return _saved(_page(lines), "PDF", resolution=100.0)
    if name.endswith(".png"):
        return _saved(_x_ray(chance), "PNG", optimize=False)
    if name.endswith(".jpg"):
        return _saved(_shelf(chance), "JPEG", quality=82)
    return io.BytesIO("\n".join(lines).encode())


def _saved(picture: Image.Image, kind: str, **how: Any) -> io.BytesIO:
    content = io.BytesIO()
    picture.save(content, kind, **how)
    return content


@cache
def _font(letters: str, size: int) -> Any:
    """The house's typeface, which is cut by alphabet; where it was not packed yet, the one that Pillow brings."""
    file = finders.find(f"ui/vendor/inter-{letters}.woff2")
    return ImageFont.truetype(str(file), size) if file else ImageFont.load_default(size)


def _write(pen: Any, x: float, y: float, text: str, size: int, *, to_the_right: bool = False) -> None:
    """A line of text, each run of signs from the file that has them."""
    runs = [(run, _font(_letters(run), size)) for run in RUNS.findall(text)]
    x -= sum(font.getlength(run) for run, font in runs) if to_the_right else 0
    for run, font in runs:
        pen.text((x, y + size), run, INK, font=font, anchor="ls")
        x += font.getlength(run)


def _letters(run: str) -> str:
    return (
        "cyrillic"
        if "Ѐ" <= run[0] <= "ӿ"
        else "latin"
        if run[0] <= "ÿ"
        else "money"
        if run[0] in "₽"
        else "polish"
    )


def _page(lines: list[str]) -> Image.Image:
    """The first line is the heading; in the others what stands behind "|" goes to the right."""
    sheet = Image.new("RGB", A4, "white")
    pen = ImageDraw.Draw(sheet)
    heading, *rest = lines or [""]
    _write(pen, 80, 90, heading, 30)
    pen.line((80, 145, A4[0] - 80, 145), INK, 2)
    for number, line in enumerate(rest):
        left, _bar, right = line.partition("|")
        y = 180 + number * 46
        _write(pen, 80, y, left, 19)
        _write(pen, A4[0] - 80, y, right, 19, to_the_right=True)
        pen.line((80, y + 32, A4[0] - 80, y + 32), PALE, 1)
    return sheet


def _x_ray(chance: Random) -> Image.Image:
    """Two rows of pale shapes on dark ground, as on a dentist's panorama."""
    picture = Image.new("L", (900, 460), 18)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 40, 840, 420), fill=52)
    pen.ellipse((170, 140, 730, 330), fill=30)
    for row, y in enumerate((165, 245)):
        for place in range(14):
            x = 150 + place * 44
            bow = int(abs(place - 6.5) ** 2 * 1.1)
            top = y - bow // 2 if row else y - bow
            light = chance.randint(165, 215)
            long = 78 + chance.randint(-8, 10)
            up, down = (top - 8, top + long) if row else (top - long, top + 8)
            pen.rounded_rectangle((x, up, x + 34, down), 15, fill=light)
            pen.line((x + 17, up + 16, x + 17, down - 16), fill=light - 55, width=4)
    spot = 150 + chance.randrange(14) * 44
    pen.ellipse((spot + 4, 176, spot + 26, 192), fill=250)
    return picture.filter(ImageFilter.GaussianBlur(4))


def _shelf(chance: Random) -> Image.Image:
    """Boxes and tins on a shelf, a little out of focus: a photo from a colleague's phone."""
    picture = Image.new("RGB", (900, 640), (216, 208, 196))
    pen = ImageDraw.Draw(picture)
    for y in (210, 410, 610):
        pen.rectangle((0, y, 900, y + 16), fill=(120, 92, 66))
        x = 20
        while x < 840:
            wide, high = chance.randint(46, 120), chance.randint(80, 165)
            colour = chance.choice(
                ((176, 74, 58), (62, 108, 120), (206, 164, 84), (88, 120, 80), (70, 60, 90))
            )
            pen.rounded_rectangle((x, y - high, x + wide, y), 6, fill=colour)
            pen.rectangle((x + 8, y - high // 2 - 12, x + wide - 8, y - high // 2 + 12), fill=(238, 232, 220))
            x += wide + chance.randint(6, 30)
    return picture.filter(ImageFilter.GaussianBlur(1.2))
