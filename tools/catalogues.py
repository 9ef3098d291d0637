"""Packs the catalogues of words: for each language one for everybody, and one more for each trade that renames nouns.

A trade's catalogue has only the sentences in which it says another word; Pomni lays it over the first
(`pomni/kit/terms.py`). English has no catalogue to translate: its sentences with nouns are taken from the others.
"""

import shutil
from pathlib import Path

import polib

from pomni.kit.nouns import CASES, GENERAL, LANGUAGES, markers, spoken, table

LOCALE = Path(__file__).resolve().parent.parent / "pomni" / "locale"
PLURALS = {"en": "nplurals=2; plural=(n != 1);"}


def places() -> dict[Path, tuple[str, str]]:
    """Where each packed catalogue goes, with its language and trade."""
    roots = {trade: LOCALE if trade == GENERAL else LOCALE / "trades" / trade for trade in table()}
    return {
        root / language / "LC_MESSAGES" / "django.mo": (language, trade)
        for trade, root in roots.items()
        for language in LANGUAGES
    }


def pack() -> None:
    """Packs all of them. What is not translated, or only guessed, stays out and shows in English."""
    read = {
        language: polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po")) for language in CASES
    }
    shutil.rmtree(LOCALE / "trades", ignore_errors=True)  # a trade that renames nothing any more
    for path, (language, trade) in places().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        source = english(read.values()) if language == "en" else read[language]
        packed(source, language, trade).save_as_mofile(str(path))


def english(catalogues) -> polib.POFile:
    """The sentences with nouns, as an English catalogue would have them; and those that wait for a translator too."""
    new = polib.POFile()
    new.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURALS["en"]}
    known = set()
    for entry in (entry for catalogue in catalogues for entry in catalogue if not entry.obsolete):
        name = (entry.msgctxt, entry.msgid)
        if name not in known and markers(entry.msgid + entry.msgid_plural):
            known.add(name)
            new.append(_in_english(entry))
    return new


def _in_english(entry: polib.POEntry) -> polib.POEntry:
    if entry.msgid_plural:
        return _entry(entry, "", {0: entry.msgid, 1: entry.msgid_plural})
    return _entry(entry, entry.msgid, {})


def packed(catalogue: polib.POFile, language: str, trade: str = GENERAL) -> polib.POFile:
    """A catalogue with the words of a trade: of `general` all that is translated, of others what they say differently."""
    new = polib.POFile()
    new.metadata = dict(catalogue.metadata)
    for entry in catalogue:
        if not entry.translated() or entry.obsolete:
            continue
        filled = _filled(entry, language, trade)
        if trade == GENERAL or said(filled) != said(_filled(entry, language, GENERAL)):
            new.append(filled)
    return new


def said(entry: polib.POEntry) -> list[str]:
    """What an entry says: one sentence, or one for each form of number."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _filled(entry: polib.POEntry, language: str, trade: str) -> polib.POEntry:
    plural = {number: spoken(words, language, trade) for number, words in entry.msgstr_plural.items()}
    return _entry(entry, spoken(entry.msgstr, language, trade), plural)


def _entry(like: polib.POEntry, words: str, plural: dict[int, str]) -> polib.POEntry:
    """An entry that is found as the code says it."""
    return polib.POEntry(
        msgid=like.msgid,
        msgctxt=like.msgctxt,
        msgid_plural=like.msgid_plural,
        msgstr=words,
        msgstr_plural=plural,
    )
