"""Comparing pictures of a page with those that were kept: by eye's measure, so that the edges of letters may differ a little.

A kept picture is the whole page in 256 colours; where its sections stand is written into the file itself.
"""

import json
import tempfile
from operator import sub
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter
from PIL.PngImagePlugin import PngInfo

KEPT = Path(__file__).with_name("looks")
EDGE = 40  # of 255: how far a pixel may stray from all its neighbours in the other picture
FEW = 12  # how many pixels of a section may stray farther
FIELD = 8  # pixels a side: colours are compared over such fields too, where edges weigh little
SHADE = 7  # of 255: how far the mean colour of a field may stray
GROUND = 600  # a colour of more pixels than this is a ground or a line: a kept picture holds it exactly
APART = 12  # of 255: how far the others are from each other
FIELDS = 6  # how many fields of a section may stray farther

Box = tuple[int, int, int, int]


def keep(name: str, picture: Image.Image, sections: dict[str, Box]) -> None:
    """Make this the picture that later ones are compared with."""
    KEPT.mkdir(exist_ok=True)
    told = PngInfo()
    told.add_text("sections", json.dumps(sections))
    in_few_colours(picture).save(KEPT / f"{name}.png", optimize=True, pnginfo=told)


def in_few_colours(picture: Image.Image) -> Image.Image:
    """The picture in 256 colours: first those of its grounds and lines exactly, then of the edges of its letters."""
    palette: list[tuple[int, ...]] = []
    for times, shade in sorted(picture.getcolors(1 << 24), reverse=True):
        apart = 2 if times > GROUND else APART
        if len(palette) < 256 and all(max(map(abs, map(sub, shade, other))) > apart for other in palette):
            palette.append(shade)
    few = Image.new("P", (1, 1))
    few.putpalette([part for shade in palette for part in shade])
    return picture.quantize(palette=few, dither=Image.Dither.NONE)


def kept(name: str) -> tuple[Image.Image, dict[str, Box]]:
    """The kept picture of this name, and where its sections stand."""
    with Image.open(KEPT / f"{name}.png") as file:
        return file.convert("RGB"), json.loads(file.text["sections"])


def fault(now: Image.Image, then: Image.Image) -> str:
    """What is different between two pictures, in words; nothing where they look the same."""
    if now.size != then.size:
        return f"is {now.width} × {now.height} instead of {then.width} × {then.height} pixels"
    strays, fields = count(stray(now, then)), count(shades(now, then))
    if strays > FEW:
        return f"{strays} pixels differ"
    return f"the colour of {fields} fields differs" if fields > FIELDS else ""


def stray(now: Image.Image, then: Image.Image) -> Image.Image:
    """White where a pixel of one picture is like none of the nine around its place in the other."""
    found = Image.new("L", now.size)
    for one, other in ((now, then), (then, now)):
        over = ImageChops.subtract(one, other.filter(ImageFilter.MaxFilter(3)))
        under = ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), one)
        found = ImageChops.lighter(found, _most(ImageChops.lighter(over, under)))
    return found.point(lambda value: 255 * (value > EDGE))


def shades(now: Image.Image, then: Image.Image) -> Image.Image:
    """White where the mean colour of a field differs; a pixel of it is a field."""
    size = max(1, now.width // FIELD), max(1, now.height // FIELD)
    smaller = [picture.resize(size, Image.Resampling.BOX) for picture in (now, then)]
    return _most(ImageChops.difference(*smaller)).point(lambda value: 255 * (value > SHADE))


def _most(difference: Image.Image) -> Image.Image:
    red, green, blue = difference.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def count(mask: Image.Image) -> int:
    """How many pixels are white."""
    return mask.histogram()[255]


def show(name: str, now: Image.Image, then: Image.Image) -> Path:
    """Write both pictures and what differs into a folder to look at; returns the folder."""
    folder = Path(tempfile.mkdtemp(prefix=f"pomni-looks-{name}-"))
    now.save(folder / "now.png")
    then.save(folder / "kept.png")
    if now.size == then.size:
        pale = Image.blend(then, Image.new("RGB", then.size, "white"), 0.75)
        fields = shades(now, then).resize(now.size, Image.Resampling.NEAREST)
        pale.paste("#ffb000", mask=fields.point(lambda value: value // 3))
        pale.paste("#e00000", mask=stray(now, then))
        pale.save(folder / "difference.png")
    return folder
