"""The languages in which clients are spoken to: how each is called, and which one a word means."""

from functools import cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext, override

from pomni.kit.spelling import fold

# Where the house itself is spoken, and beside it.
LANGUAGES = (
    "en", "ru", "pl", "uk", "be", "kk", "uz", "ky", "tg", "hy", "az", "ka", "de", "fr", "es", "it", "cs", "lt", "lv",
    "et", "ro", "tr", "he", "ar", "zh-hans", "vi",
)  # fmt: skip


def language_name(code: str) -> str:
    """How a language is called by those who speak it: "polski"."""
    return str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()


def language_of(text: str) -> str:
    """The code of the language that a code or a name means: "PL", "pl-PL", "polski", "English (US)"; "" where it is none."""
    text = text.partition("(")[0]  # as programs tell of which country it is
    code = text.strip().casefold().replace("_", "-")
    for one in (code, code.partition("-")[0]):
        if one in LANGUAGES:
            return one
    known = LANG_INFO.get(code, {})
    return _by_name().get(fold(text), "") or known.get("fallback", [code] if known else [""])[0]


@cache
def _by_name() -> dict[str, str]:
    """The code by each name that a language has: its own, and that in the languages in which the house is spoken."""
    names = {fold(language_name(code)): code for code in LANGUAGES}
    for language, _name in settings.LANGUAGES:
        with override(language):
            names |= {fold(gettext(str(LANG_INFO[code]["name"]))): code for code in LANGUAGES}
    return names
