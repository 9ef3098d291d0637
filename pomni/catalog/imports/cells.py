"""Cells of services and goods, read and written. What cannot be read is Wrong, in a sentence; nothing is guessed or cut off."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from pomni.catalog import rules
from pomni.catalog.models import Unit
from pomni.kit import clock, spelling
from pomni.kit.errors import Refused
from pomni.people.imports import Wrong, day_of, number_of, says_nothing, short_enough, yes_or_no

CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?")
OF_MINUTES = re.compile(r"\s*(?:min(?:utes?|ut[ay]?)?|мин(?:ут[аы]?)?)\.?$", re.IGNORECASE)
ROUNDED = re.compile(
    r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE
)  # how a spreadsheet shows a long number, and saves it
ROW = re.compile(r"(\d{1,4}|∞)\s*[×xXхХ*]\s*(.+)")  # of a package: so many visits, and for what
PART = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^;]*))\s*(?:;|$)')
PER_CENT = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?\s*%?")


def written(value: Any) -> str:
    """A value as a cell has it: nothing for None, yes and no in the reader's language."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return pgettext("a cell", "yes") if value else pgettext("a cell", "no")
    return str(value)


def name(text: str) -> str:
    """A name."""
    return short_enough(" ".join(text.split()), 200)


def code(text: str) -> str:
    """A code."""
    return short_enough(" ".join(text.split()), 40)


def category(text: str) -> str:
    """The name of a category."""
    return short_enough(" ".join(text.split()), 80)


def about(text: str) -> str:
    """A description."""
    return short_enough(text, 2000)


def barcode(text: str) -> str:
    """A barcode. One that a spreadsheet has rounded is Wrong: its last digits are lost."""
    if ROUNDED.fullmatch(text):
        sentence = _(
            "“%(text)s” is a rounded number. Make the column one of text, and write the barcode anew."
        )
        raise Wrong(sentence % {"text": text[:40]})
    return rules.barcode_of(short_enough(text, 40))


def price(text: str) -> Decimal | None:
    """A price in the company's money."""
    return _checked(rules.price_of, Decimal(number_of(text)))


def minutes(text: str) -> int:
    """Minutes: "90", "90 min" or "1:30"."""
    if found := CLOCK.fullmatch(text):
        return int(_checked(rules.minutes_of, 60 * int(found[1]) + int(found[2])))
    return int(_checked(rules.minutes_of, _whole(OF_MINUTES.sub("", text))))


def own_price(text: str) -> Decimal | None:
    """A price of somebody's own; a dash, "none", "нет", "brak" for none."""
    return None if says_nothing(text) else price(text)


def own_minutes(text: str) -> int | None:
    """Minutes of somebody's own; a dash, "none", "нет", "brak" for none."""
    return None if says_nothing(text) else minutes(text)


def phases(text: str) -> list[list[Any]]:
    """Phases: "30 + (40) + 20"."""
    return list(_checked(lambda told: rules.phases_of(rules.phases_in(told)), text))


def break_before(text: str) -> int:
    """Minutes of a break."""
    return _break(text, "before")


def break_after(text: str) -> int:
    """Minutes of a break."""
    return _break(text, "after")


def hue(text: str) -> int:
    """A colour, in degrees."""
    if not 0 <= (degrees := _whole(text)) < 360:
        raise Wrong(_("A colour is a number from 0 to 359."))
    return degrees


def season(text: str) -> list[int]:
    """Months, by their numbers."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if not all(part.isascii() and part.isdecimal() and 1 <= int(part) <= 12 for part in parts):
        raise Wrong(_("Write months as numbers from 1 to 12, with commas between."))
    return rules.season_of(parts)


def repeat_days(text: str) -> int:
    """A number of days."""
    return int(_checked(rules.days_of, _whole(text)))


def answer(text: str) -> bool:
    """Yes or no."""
    return yes_or_no(text)


def tax_rate(text: str) -> str:
    """A tax rate as the cell has it: which one it is, `Matching` finds."""
    return " ".join(text.split())


def unit(text: str) -> str:
    """A unit, by its sign or by its name in any language."""
    if found := _units().get(_unit_folded(text)):
        return found
    told = {"text": text[:40], "units": ", ".join(str(one.label) for one in Unit)}
    raise Wrong(_("“%(text)s” is no unit. Write one of: %(units)s.") % told)


def list_name(text: str) -> str:
    """The name of a price list."""
    return short_enough(" ".join(text.split()), 120)


def day(text: str) -> date:
    """A day, written 2026-01-31 or 31.01.2026."""
    try:
        year, month, number = day_of(text, "dmy", this_year=clock.today().year)
        return date(year or 0, month, number)
    except ValueError:
        raise Wrong(_("“%(text)s” is no day. Write one such as 2026-01-31.") % {"text": text[:40]}) from None


def kind(text: str) -> str:
    """Whether it is a "service" or a "good", by its name in any language."""
    for key in ("service", "good"):
        for language, _name in settings.LANGUAGES:
            with override(language):
                if spelling.fold(text) == spelling.fold(kind_told(key)):
                    return key
    raise Wrong(
        _("Write “%(service)s” or “%(good)s”.") % {one: kind_told(one) for one in ("service", "good")}
    )


def kind_told(key: str) -> str:
    """A "service" or a "good" as a cell has it, in the reader's language."""
    return pgettext("a cell", "service") if key == "service" else pgettext("a cell", "good")


def several(names: Iterable[str]) -> str:
    """Names in one cell: "Massage; Sauna"; one that has a semicolon in it stands in quotes."""
    doubled = ((name, name.replace('"', '""')) for name in names)
    return "; ".join(f'"{told}"' if told != name or ";" in name else name for name, told in doubled)


def parts(text: str) -> list[str]:
    """The names in such a cell."""
    found = (quoted.replace('""', '"') or plain for quoted, plain in PART.findall(text))
    return [name for one in found if (name := " ".join(one.split()))]


def contents(text: str) -> list[list[Any]]:
    """What is in a package, a row each: "10 × Massage; Sauna" or "∞ × Gym", as [[10, ["Massage", "Sauna"]], …]."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = ROW.fullmatch(line)
        if not found or not (names := parts(found[2])):
            sentence = _("Write rows such as 10 × Massage; Sauna – and ∞ × for as often as wished.")
            raise Wrong(sentence)
        visits = None if found[1] == "∞" else int(found[1])
        rows.append([_checked(rules.visits_of, visits), names])
    return rows


def contents_told(rows: Iterable[tuple[int | None, Iterable[str]]]) -> str:
    """The same as a cell has it."""
    return "\n".join(f"{visits or '∞'} × {several(names)}" for visits, names in rows)


def percent_in(text: str) -> Decimal | None:
    """The per cent that a cell tells, "20%" or "8"; None where it tells none."""
    if not PER_CENT.fullmatch(text):
        return None
    return Decimal(text.rstrip("% ").replace(",", "."))


@cache
def _units() -> dict[str, str]:
    found = {one.value: one.value for one in Unit}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {_unit_folded(str(one.label)): one.value for one in Unit}
    return found


def _unit_folded(text: str) -> str:
    return spelling.fold(text).replace(" ", "").rstrip(".")


def _break(text: str, field: str) -> int:
    return int(_checked(lambda told: rules.break_of(told, field=field), _whole(OF_MINUTES.sub("", text))))


def _whole(text: str) -> int:
    number = Decimal(number_of(text))
    if number != int(number):
        raise Wrong(_("“%(text)s” is no whole number.") % {"text": text[:40]})
    return int(number)


def _checked(check: Callable[[Any], Any], value: Any | Sequence[Any]) -> Any:
    """What a rule of the catalogue makes of a value; its refusal is what is wrong with the cell."""
    try:
        return check(value)
    except Refused as no:
        raise Wrong(str(no)) from None
