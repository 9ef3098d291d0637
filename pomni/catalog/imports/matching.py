"""What becomes of each row of a file of services or goods: the same arithmetic for the trial and for the import.

A good is known by its SKU, its barcode, or its name; a service by its code, or its name within a category. Where these
mean two, or a row means what an earlier one meant, it is set aside: nothing is overwritten on a guess.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog import rules
from pomni.catalog.imports.deciding import Aside, Deciding, Entry, Outcome, plain, with_rate
from pomni.catalog.imports.facts import GOODS
from pomni.catalog.imports.rows import Told
from pomni.catalog.models import Good, Service, TaxRate
from pomni.kit.spelling import fold


class Matching(Deciding):
    """Finds and decides, row by row. It writes nothing.

    `existing`: what becomes of what is here already, "fill", "overwrite" or "skip". `meant`: records that earlier rows of
    the file told of, each with the number of its row.
    """

    def __init__(self, of: str, existing: str, *, meant: Mapping[int, int] | None = None) -> None:
        super().__init__(existing)
        self.of = of
        self.codes = ("sku", "barcode") if of == GOODS else ("code",)
        self.by: dict[str, dict[Any, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        self.rates = list(TaxRate.objects.order_by("pk"))
        model: Any = Good if of == GOODS else Service
        for record in model.objects.filter(archived_at=None).select_related("category", "tax_rate"):
            self._keep(Entry(words_of(record, of), record, (meant or {}).get(record.pk, 0)))

    def _outcome(self, row: Told) -> Outcome:
        words = dict(row.words)
        found = self._found(words)
        self._told_once(found)
        with_rate(words, found, self.rates)
        return self._changed(row.number, words, found) if found else self._added(row.number, words)

    def _added(self, number: int, words: dict[str, Any]) -> Outcome:
        if not words.get("name"):
            raise Aside(_("This row has no name. Write one."))
        if words.get("phases"):
            words["minutes"] = _sum(words["phases"])
        if self.of != GOODS and "minutes" not in words:
            raise Aside(_("Say how many minutes it takes."))
        if self.of == GOODS and not (words.get("for_sale", True) or words.get("for_use", False)):
            raise Aside(_("Say whether it is for sale, for use, or both."))
        self._is_free(words, None)
        self._keep(Entry(dict(words), None, number))
        return Outcome(number, "added", words["name"], words=words)

    def _changed(self, number: int, words: dict[str, Any], found: Entry) -> Outcome:
        found.number = number
        outcome = Outcome(number, "same", found.words["name"], found.record)
        if self.existing == "skip":
            return outcome
        self._with_minutes(words, found)
        after = {key: value for key, value in words.items() if self._is_news(found, key, value)}
        if not after:
            return outcome
        now = found.words | after
        if self.of == GOODS and not (now["for_sale"] or now["for_use"]):
            raise Aside(_("Say whether it is for sale, for use, or both."))
        self._is_free(now, found)
        outcome.what, outcome.words = "changed", after
        outcome.changes = {key: [plain(found.words.get(key)), plain(value)] for key, value in after.items()}
        self._drop(found)
        found.words = now
        self._keep(found)
        return outcome

    def _is_news(self, found: Entry, key: str, value: Any) -> bool:
        """Whether a cell changes what stands there."""
        before = found.words.get(key)
        return self._is_told(before, value) and not (key == "category" and fold(before or "") == fold(value))

    # --- Which one is meant ----------------------------------------------------------------------------------------------

    def _found(self, words: dict[str, Any]) -> Entry | None:
        """What the row means. Raises Aside where that is not sure."""
        meant: list[Entry] = []
        for code in self.codes:
            same = self._of_code(code, words.get(code, ""))
            if len(same) == 1:
                meant.append(same[0])
        if len({id(one) for one in meant}) > 1:
            names = " · ".join(one.words["name"] for one in meant)
            raise Aside(_("Its codes are those of several: %(names)s.") % {"names": names[:200]})
        return meant[0] if meant else self._of_name(words)

    def _of_code(self, code: str, told: str) -> list[Entry]:
        if not told:
            return []
        same = rules.same_barcodes(told) if code == "barcode" else [told]
        found = {id(entry): entry for one in same for entry in self.by[code].get(one, ())}
        return list(found.values())

    def _of_name(self, words: dict[str, Any]) -> Entry | None:
        name = words.get("name", "")
        if not name:
            return None
        found = self.by["name"].get(name.casefold(), [])
        if self.of != GOODS and words.get("category"):
            found = [one for one in found if fold(one.words["category"]) == fold(words["category"])]
        exact = [one for one in found if one.words["name"] == name]
        if len(found) > 1:
            found = exact
        if len(found) > 1:
            alone = [one for one in found if not one.words["category"]]
            if self.of == GOODS or len(alone) != 1:
                raise Aside(_("There are several of this name. Tell the category, too."))
            found = alone
        for code in self.codes if found and self.of == GOODS else ():
            here, there = found[0].words.get(code, ""), words.get(code, "")
            if here and there:
                told = {"name": name, "here": here, "there": there}
                raise Aside(_("%(name)s has the code %(here)s here, and %(there)s in the file.") % told)
        return found[0] if found else None

    def _is_free(self, words: dict[str, Any], own: Entry | None) -> None:
        """Raises Aside where another one has this name, within its category for a service."""
        others = [one for one in self.by["name"].get(words["name"].casefold(), []) if one is not own]
        if self.of != GOODS:
            category = fold(words.get("category") or "")
            others = [one for one in others if fold(one.words.get("category") or "") == category]
        if any(
            one.words["name"] != words["name"] for one in others
        ):  # only what the tables take for the same
            others = [one for one in others if one.words["name"].lower() == words["name"].lower()]
        if others:
            raise Aside(_("There is one of this name already."))

    # --- What hangs together ---------------------------------------------------------------------------------------------

    def _with_minutes(self, words: dict[str, Any], found: Entry) -> None:
        """The minutes of a service with phases are those of its phases."""
        if self.of == GOODS:
            return
        phases = words.get("phases") or found.words.get("phases")
        if words.get("phases"):
            words["minutes"] = _sum(phases)
        elif phases and words.get("minutes", _sum(phases)) != _sum(phases):
            raise Aside(_("This service has phases, and takes their minutes. Tell the phases, too."))

    def _keep(self, entry: Entry) -> None:
        for key, told in self._keys(entry):
            self.by[key][told].append(entry)

    def _drop(self, entry: Entry) -> None:
        for key, told in self._keys(entry):
            self.by[key][told].remove(entry)

    def _keys(self, entry: Entry) -> list[tuple[str, str]]:
        keys = [("name", entry.words["name"].casefold())]
        return keys + [(code, told) for code in self.codes if (told := entry.words.get(code))]


def words_of(record: Any, of: str) -> dict[str, Any]:
    """A record in the words of its commands."""
    names = (
        ("name", "sku", "barcode", "unit", "price", "tax_rate", "for_sale", "for_use", "about")
        if of == GOODS
        else (
            "name",
            "code",
            "minutes",
            "phases",
            "before",
            "after",
            "price",
            "tax_rate",
            "hue",
            "season",
            "repeat_days",
            "is_online",
            "about",
        )
    )
    told = {name: getattr(record, name) for name in names}
    return told | {"category": record.category.name if record.category else ""}


def _sum(phases: Any) -> int:
    return sum(minutes for minutes, _hands in phases)
