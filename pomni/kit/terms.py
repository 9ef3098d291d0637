"""The trades that Pomni knows, and speaking with the words of one: client or patient, specialist or doctor.

Every catalogue is packed for the general trade; a trade that renames nouns has small catalogues of its own under
`locale/trades`, with only the sentences that hold them. Speaking with a trade's words is laying these over the
translations that Django keeps for the process, so gettext costs the same and no page knows of trades.
"""

import threading
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, trans_real

from pomni.kit import nouns

TRADES = {
    "general": gettext_lazy("Another trade"),
    "clinic": gettext_lazy("Medicine or dentistry"),
    "salon": gettext_lazy("Beauty and care"),
    "school": gettext_lazy("Courses and tuition"),
    "wholesale": gettext_lazy("Wholesale and supply"),
    "shop": gettext_lazy("Shop"),
    "recruitment": gettext_lazy("Recruitment"),
    "services": gettext_lazy("Services and repairs"),
}

# What Django keeps of its translations has no public name: the objects by language, and the catalogue of each.
_django: Any = trans_real
CATALOGUES = Path(__file__).resolve().parent.parent / "locale" / "trades"


class _Spoken:
    """What this process speaks with now. Whoever changes it holds the lock."""

    trade = nouns.GENERAL
    objects: ClassVar[dict[str, Any]] = {}  # those of Django that were given the words, by language
    lock = threading.Lock()


def use_trade(trade: str) -> None:
    """From now on the whole process speaks with this trade's words, in every language; an unknown one is general.

    Costs nothing where it does already, so it may be called for every request. Texts that were made stay as they
    are; lazy ones follow.
    """
    if trade == _Spoken.trade and _are_in_use():
        return
    with _Spoken.lock:
        words = trade if trade in TRADES else nouns.GENERAL
        objects = {language: _django.translation(language) for language, _name in settings.LANGUAGES}
        for language, spoken in objects.items():
            # One assignment for each language: other threads say the words of the one trade or of the other.
            spoken._catalog = _catalogue(language, words)
        _Spoken.trade, _Spoken.objects = trade, objects


def trade_in_use() -> str:
    """The trade whose words the process speaks with."""
    return _Spoken.trade if _are_in_use() else nouns.GENERAL


def manner() -> str:
    """In what words texts are said now, language and trade together: a text that is kept is kept for its manner."""
    return f"{get_language()} {trade_in_use()}"


def _are_in_use() -> bool:
    """Django makes new objects where its settings change, and where two threads ask for a language at first."""
    return _Spoken.objects.items() <= _django._translations.items()


def nouns_of(trade: str) -> dict[str, str]:
    """The words of a trade in the language in force, for whoever chooses one: {"client": "пациент", …}."""
    language = (get_language() or "en").split("-")[0]
    said = nouns.forms(trade, language if language in nouns.LANGUAGES else "en")
    return {noun: said.get(f"{noun}:nom") or said[noun] for noun in nouns.table()[nouns.GENERAL]}


@cache
def _catalogue(language: str, trade: str) -> trans_real.TranslationCatalog:
    """Everything that Django would say in the language, under what the trade says in its own words."""
    whole: Any = trans_real.DjangoTranslation(language)
    whole.merge(_overlay(language, trade))
    return whole._catalog


def _overlay(language: str, trade: str) -> GNUTranslations | NullTranslations:
    return translation("django", CATALOGUES / trade, [language], fallback=True)
