"""All files of the catalogue: the columns of each, which of them it cannot do without, and how titles are understood."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from pomni.catalog.imports.facts import GOODS, OFFERED, SERVICES, Fact
from pomni.catalog.imports.linked import LINKED, PACKAGES, PERFORMERS, PRICES
from pomni.kit import spelling
from pomni.kit.errors import Refused
from pomni.people.imports import Target

FACTS: Mapping[str, tuple[Fact, ...]] = {**OFFERED, **LINKED}
# Of each of these sets a column must tell one, and the sentence that says so.
NEEDED: Mapping[str, tuple[tuple[set[str], ...], Any]] = {
    SERVICES: (({"name", "code"},), _("Match at least one column with a name, a code or a barcode.")),
    GOODS: (({"name", "sku", "barcode"},), _("Match at least one column with a name, a code or a barcode.")),
    PERFORMERS: (
        ({"name", "code"}, {"colleague"}),
        _("Match a column with the service, and one with the colleague who performs it."),
    ),
    PACKAGES: (({"name"},), _("Match a column with the name of the package.")),
    PRICES: (
        ({"list"}, {"name", "code"}, {"price"}),
        _("Match a column with the price list, one with the service or good, and one with the price."),
    ),
}
# How it is found which one a row means.
KNOWN_BY: Mapping[str, Any] = {
    SERVICES: _("A service is known by its code, or its name within a category."),
    GOODS: _("A good is known by its SKU, its barcode or its name."),
    PERFORMERS: _("A service is known by its code or its name, a colleague by login or name."),
    PACKAGES: _("A package is known by its name."),
    PRICES: _("A price list is known by its name; a service or good in it by its code or its name."),
}


def targets(of: str) -> list[Target]:
    """The facts of a file of the catalogue that a column can tell."""
    return targets_of(FACTS[of])


def targets_of(facts: Sequence[Fact]) -> list[Target]:
    """The same of any facts."""
    return [Target(fact.key, fact.title, says=fact.says) for fact in facts]


def check_needed(of: str, keys: Collection[str]) -> None:
    """Raises Refused where these facts do not tell what a row is about."""
    groups, sentence = NEEDED[of]
    if not all(group & set(keys) for group in groups):
        raise Refused(str(sentence))


def understood(of: str, titles: Sequence[str]) -> dict[int, str]:
    """The numbers of the columns whose titles are known, each with its fact; the first column of a fact has it."""
    return understood_by(_known(of), titles)


def understood_by(known: Mapping[str, str], titles: Sequence[str]) -> dict[int, str]:
    """The same by titles that are known (`titles_of`)."""
    found: dict[str, int] = {}
    for number, title in enumerate(titles):
        if key := known.get(_folded(title)):
            found.setdefault(key, number)
    return {number: key for key, number in sorted(found.items(), key=lambda one: one[1])}


def cells_of(of: str, record: Any) -> list[str]:
    """A record as a row of a file, in the order of `FACTS`."""
    return [fact.cell(record) for fact in FACTS[of]]


@cache
def _known(of: str) -> dict[str, str]:
    return titles_of(FACTS[of])


def titles_of(facts: Sequence[Fact]) -> dict[str, str]:
    """All titles of all facts: our own in every language, and those of other programs."""
    found = {_folded(title): fact.key for fact in facts for title in fact.titles.split("; ") if title}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {_folded(str(fact.title)): fact.key for fact in facts}
    return found


def _folded(title: str) -> str:
    return " ".join(spelling.fold(title).split())
