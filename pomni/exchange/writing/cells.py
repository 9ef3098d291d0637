"""Cells that no spreadsheet takes for a formula, while phones and numbers stay what they are."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

# What a spreadsheet may begin to reckon with, in any width (OWASP, "CSV Injection").
BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
PHONE = re.compile(r"\+?[\d\s().-]{5,}(?:, \+?[\d\s().-]{5,})*")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
# Characters that an XML file may not hold at all (XML 1.0, 2.2), and lone surrogates.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_text(value: Any) -> str:
    """The value as text: days and instants as ISO 8601 has them, nothing for None, no forbidden characters."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return FORBIDDEN.sub("", str(value))


def harmless(value: Any) -> str:
    """The value as text for a format where every cell is guessed at: what could be a formula gets an apostrophe before it."""
    text = as_text(value)
    if not text or PHONE.fullmatch(text) or NUMBER.fullmatch(text):
        return text
    begin = text.lstrip("'")  # what has such a guard already gets one more: one is taken off again
    if not begin or (begin is not text and (PHONE.fullmatch(begin) or NUMBER.fullmatch(begin))):
        return text
    wide = unicodedata.normalize("NFKC", begin[0]) or begin[0]
    return f"'{text}" if wide.startswith(BEGINS) or begin.lstrip()[:1] in BEGINS else text


def unguarded(cell: str) -> str:
    """What `harmless` was given: its apostrophe is taken off, and no other one."""
    return cell[1:] if cell[:1] == "'" and harmless(cell[1:]) == cell else cell
