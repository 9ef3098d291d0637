"""The language of the terminal, and gettext for sentences that are said before Django is set up: in no trade's words."""

import os
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
SPOKEN = ("en", "ru", "pl")


def terminal_language(otherwise: str) -> str:
    """The code of the language in which the terminal asks for words; `otherwise` where it asks for none of ours."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return told[:2] if told[:2] in SPOKEN else otherwise


def gettext(sentence: str) -> str:
    """The sentence in the language of the terminal, else of POMNI_LANGUAGE, else as it is. Needs no settings."""
    return _catalogue(terminal_language(os.environ.get("POMNI_LANGUAGE", "en"))).gettext(sentence)


@cache
def _catalogue(language: str) -> NullTranslations:
    # English last: its catalogue says the nouns that stand in braces in the code, where a sentence is not translated.
    return translation("django", LOCALE, list(dict.fromkeys([language, "en"])), fallback=True)
