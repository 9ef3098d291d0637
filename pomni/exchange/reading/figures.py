"""What the figure in a cell of a spreadsheet shows: a day, a time, a number without an exponent."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS = frozenset(
    [*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)]
)  # built-in formats of days and times
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LAST = 2_958_465  # 31 December 9999


@dataclass(frozen=True)
class Styles:
    """By the number of a style: whether it shows a day, and how many digits it fills up to with noughts."""

    days: tuple[bool, ...] = ()
    digits: tuple[int, ...] = ()
    since_1904: bool = False

    @classmethod
    def of(cls, elements: list[tuple[str, dict[str, str]]], *, since_1904: bool) -> "Styles":
        """From the elements of the part that declares them."""
        codes, formats, inside = {}, list[int](), False
        for name, told in elements:
            if name == "numFmt":
                codes[int(told.get("numFmtId") or 0)] = told.get("formatCode", "")
            elif name in ("cellXfs", "cellStyles", "cellStyleXfs"):
                inside = name == "cellXfs"
            elif name == "xf" and inside:
                formats.append(int(told.get("numFmtId") or 0))
        days = tuple(_shows_day(number, codes.get(number, "")) for number in formats)
        digits = tuple(_noughts(codes.get(number, "")) for number in formats)
        return cls(days, digits, since_1904)


def as_text(kind: str, raw: str, style: int, styles: Styles) -> str:
    """The text of a cell of kind "n" (number), "d" (day), "b" (yes or no) or "e" (error: shows nothing)."""
    if kind == "e":
        return ""
    if kind == "b":
        return "1" if raw in ("1", "true") else "0"
    if kind == "d":
        return raw.replace("T", " ").removesuffix(" 00:00:00")
    if style < len(styles.days) and styles.days[style]:
        return _day(raw, since_1904=styles.since_1904)
    text = _number(raw)
    if style < len(styles.digits) and styles.digits[style] and text.isdigit():
        return text.zfill(styles.digits[style])
    return text


def _number(raw: str) -> str:
    if raw.isdigit():
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw
    if value != value or abs(value) > 1e300:
        return raw
    if value.is_integer():
        return str(int(value))
    return f"{value:.15f}".rstrip("0") if abs(value) < 1e-4 else repr(value)


def _day(raw: str, *, since_1904: bool) -> str:
    try:
        serial = float(raw)
    except ValueError:
        return raw
    if not 0 <= serial <= _LAST:
        return _number(raw)
    begin = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)  # noqa: DTZ001 (a spreadsheet's days know no zone)
    at = begin + timedelta(seconds=round(serial * 86400))
    if serial < 1:
        return f"{at:%H:%M}"
    return f"{at:%Y-%m-%d}" if (at.hour, at.minute, at.second) == (0, 0, 0) else f"{at:%Y-%m-%d %H:%M}"


def _shows_day(number: int, code: str) -> bool:
    if not code:
        return number in DAYS
    plain = _NOT_SHOWN.sub("", code.split(";")[0]).lower()
    return bool(re.search(r"[dmyhs]", plain)) and not re.search(r"[0#?]\s*[0#?]", plain.replace("ss.0", ""))


def _noughts(code: str) -> int:
    return len(code) if re.fullmatch("0{2,20}", code) else 0
