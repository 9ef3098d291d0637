"""What becomes of each row of a file of packages."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pomni.catalog.imports.deciding import Aside, Deciding, Entry, Outcome, with_rate
from pomni.catalog.imports.pointing import Pointing
from pomni.catalog.imports.rows import Told
from pomni.catalog.models import Package, Service, TaxRate

WORDS = ("name", "price", "tax_rate", "days", "about")


class PackageMatching(Deciding):
    """Decides row by row. `meant`: packages of which earlier rows told, with their numbers."""

    def __init__(self, existing: str, *, meant: Mapping[int, int]) -> None:
        super().__init__(existing)
        known = list(Service.objects.select_related("category"))
        self.offered, self.all = Pointing(one for one in known if not one.archived_at), Pointing(known)
        self.rates = list(TaxRate.objects.order_by("pk"))
        found = Package.objects.filter(archived_at=None).select_related("tax_rate")
        self.entries = {
            one.name.casefold(): Entry(words_of_package(one), one, meant.get(one.pk, 0))
            for one in found.prefetch_related("rows__services")
        }

    def _outcome(self, row: Told) -> Outcome:
        words = dict(row.words)
        name = words.get("name", "")
        if not name:
            raise Aside(_("This row has no name. Write one."))
        entry = self.entries.get(name.casefold())
        self._told_once(entry)
        with_rate(words, entry, self.rates)
        if "rows" in words:
            words["rows"] = [[visits, self._services(names, entry)] for visits, names in words.pop("rows")]
        now = (entry.words if entry else {}) | words
        if now.get("price") is None:
            raise Aside(_("Write a price."))
        if not now.get("rows"):
            raise Aside(_("Say what is in the package, such as 10 × Massage."))
        if now.get("days") is None and any(visits is None for visits, _services in now["rows"]):
            raise Aside(_("A pass without a number of visits needs an end: say how many days."))
        if entry:
            return self._compared(row.number, words, entry)
        self.entries[name.casefold()] = Entry(words, None, row.number)
        return Outcome(row.number, "added", name, words=words)

    def _services(self, names: list[str], entry: Entry | None) -> list[int]:
        """The keys of these services; one that is archived is meant only where it stands in the package already."""
        had = {pk for _visits, keys in entry.words["rows"] for pk in keys} if entry else set[int]()
        found = [self._service(name, had) for name in names]
        return [one.pk for one in sorted(dict.fromkeys(found), key=lambda one: (one.sorted_as, one.pk))]

    def _service(self, name: str, had: set[int]) -> Service:
        try:
            return self.offered.named(name)
        except Aside:
            if (one := self.all.named(name)).pk in had:
                return one
            raise


def words_of_package(one: Package) -> dict[str, Any]:
    """A package in the words of its commands, its services by their keys."""
    told = {name: getattr(one, name) for name in WORDS}
    rows = sorted(one.rows.all(), key=lambda row: row.place)
    return told | {"rows": [[row.visits, _keys(row)] for row in rows]}


def _keys(row: Any) -> list[int]:
    return [one.pk for one in sorted(row.services.all(), key=lambda one: (one.sorted_as, one.pk))]
