"""What becomes of each row of a file of price lists: a price of a service or good by a list, and what the list is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog.imports.deciding import Aside, Deciding, Entry, Outcome, plain
from pomni.catalog.imports.pointing import Pointing, only
from pomni.catalog.imports.rows import Told
from pomni.catalog.models import Good, ListedPrice, PriceList, Service
from pomni.kit.spelling import fold
from pomni.team.queries import all_locations

ABOUT_LIST = ("starts_on", "ends_on", "locations")


@dataclass
class Listed:
    """A price list as it stands, or as earlier rows make it: `told` has the row that told each of its words."""

    words: dict[str, Any]
    record: Any = None
    prices: dict[tuple[str, int], Entry] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)


class PriceMatching(Deciding):
    """Decides row by row. `meant`: prices of which earlier rows told, with their numbers."""

    def __init__(self, existing: str, *, meant: Mapping[int, int]) -> None:
        super().__init__(existing)
        self.pointing = {
            "service": Pointing(Service.objects.filter(archived_at=None).select_related("category")),
            "good": Pointing(Good.objects.filter(archived_at=None).select_related("category")),
        }
        self.places = list(all_locations())
        self.lists = {
            one.name.casefold(): Listed(words_of_list(one), one)
            for one in PriceList.objects.filter(archived_at=None).prefetch_related("locations")
        }
        by_key = {one.record.pk: one for one in self.lists.values()}
        for row in ListedPrice.objects.filter(price_list__in=by_key).select_related("service", "good"):
            entry = Entry({"name": _title(row), "price": row.price}, row, meant.get(row.pk, 0))
            by_key[row.price_list_id].prices[key_of(row.service or row.good)] = entry

    def _outcome(self, row: Told) -> Outcome:
        told = row.words
        name = told.get("list", "")
        if not name:
            raise Aside(_("This row names no price list. Write one."))
        record = self._record(told)
        if told.get("price") is None:
            raise Aside(_("Write a price."))
        listed = self.lists.get(name.casefold())
        is_new = listed is None
        listed = listed or Listed({"name": name, "starts_on": None, "ends_on": None, "locations": []})
        entry = listed.prices.get(key_of(record))
        self._told_once(entry)
        about = self._about(told, listed, row.number)
        title = f"{listed.words['name']}: {record.name}"
        diff = {key: [plain(listed.words[key]), plain(value)] for key, value in about.items()}
        if entry:
            outcome = self._compared(row.number, {"price": told["price"]}, entry)
        else:
            made = {"price": [None, plain(told["price"])]} | diff | ({"list": [None, name]} if is_new else {})
            outcome = Outcome(row.number, "added", title, words={"price": told["price"]}, made=made)
            listed.prices[key_of(record)] = Entry({"name": title, "price": told["price"]}, None, row.number)
        if entry and diff:
            outcome.what, outcome.changes = "changed", outcome.changes | diff
        self.lists[name.casefold()] = listed
        listed.words |= about
        listed.told |= {key: row.number for key in ABOUT_LIST if key in told}
        outcome.words |= {"list": listed, "about": about, "record": record}
        return outcome

    def _record(self, told: Mapping[str, Any]) -> Any:
        words = [told.get(key, "") for key in ("name", "code", "category")]
        if not (words[0] or words[1]):
            raise Aside(_("This row names no service and no good. Write one."))
        kinds = [told["kind"]] if "kind" in told else ["service", "good"]
        return only(
            [one for kind in kinds for one in self.pointing[kind].found(*words)], words[0] or words[1]
        )

    def _about(self, told: Mapping[str, Any], listed: Listed, number: int) -> dict[str, Any]:
        """What the row changes of the list itself. Raises Aside where an earlier row says something else of it."""
        said = {key: told[key] for key in ABOUT_LIST if key in told}
        if "locations" in said:
            said["locations"] = self._locations(said["locations"], listed)
        for key, before in listed.told.items():
            if key in said and said[key] != listed.words[key]:
                sentence = _("Row %(number)s says otherwise of this price list. Write the same in both.")
                raise Aside(sentence % {"number": before})
        if listed.record and self.existing == "skip":
            return {}
        about = {key: value for key, value in said.items() if self._is_told(listed.words[key], value)}
        now = listed.words | about
        if now["starts_on"] and now["ends_on"] and now["ends_on"] < now["starts_on"]:
            raise Aside(_("Choose a last day that is not before the first one."))
        return about

    def _locations(self, names: list[str], listed: Listed) -> list[int]:
        found = []
        for name in names:
            same = [one for one in self.places if fold(one.name) == fold(name)]
            fits = [one for one in same if not one.archived_at or one.pk in listed.words["locations"]]
            if len(fits) != 1:
                sentence = _("“%(told)s” is none of the {locations}, or more than one of them.")
                raise Aside(sentence % {"told": name[:60]})
            found.append(fits[0].pk)
        return sorted(set(found))


def words_of_list(one: PriceList) -> dict[str, Any]:
    """A price list in the words of its commands, its locations by their keys."""
    told = {"name": one.name, "starts_on": one.starts_on, "ends_on": one.ends_on}
    return told | {"locations": sorted(place.pk for place in one.locations.all())}


def key_of(record: Any) -> tuple[str, int]:
    """What tells a service or good from all others."""
    return ("service" if isinstance(record, Service) else "good", record.pk)


def _title(row: Any) -> str:
    return str((row.service or row.good).name)
