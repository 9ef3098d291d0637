"""The facts of a client that a column of a file can tell, and what a person wishes of an import as a whole."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Target:
    """A fact that a column can tell. `several`: more than one column may tell it, and one cell more than one value."""

    key: str
    title: Any
    several: bool = False
    says: Any = ""


TARGETS = (
    Target("name", pgettext_lazy("of a client", "Name"), says=_("Whole, as one writes it")),
    Target("family", _("Family name")),
    Target("given", _("Given name")),
    Target("patronymic", _("Patronymic")),
    Target("called", _("How to address them")),
    Target("kind", _("Kind"), says=_("Person or organisation")),
    Target("phone", _("Phone"), several=True, says=_("One or more, with commas between")),
    Target("email", _("E-mail"), several=True, says=_("One or more, with commas between")),
    Target("organisation", _("Works at"), says=_("Found by its name, or added")),
    Target("organisation_tax_id", _("Tax number of the organisation they work at")),
    Target("position", _("Position")),
    Target("tax_id", _("Tax number")),
    Target("birthday", _("Birthday"), says=_("With or without the year")),
    Target("sex", _("Sex")),
    Target("address", _("Address"), several=True, says=_("Parts are joined with commas")),
    Target("source", _("Source")),
    Target("tags", _("Tags"), several=True, says=_("With commas between")),
    Target("alert", _("Alert")),
    Target("about", _("Remark"), several=True, says=_("Each with the title of its column")),
    Target("responsible", _("Responsible"), says=_("Name or login of a colleague")),
    Target("location", _("{Location}")),
    Target("added_at", _("Date of first contact"), says=_("The {client} counts as added on that day")),
)
KEYS = frozenset(target.key for target in TARGETS)

# What becomes of a client who is here already.
EXISTING = {
    "fill": _("Fill in what is missing"),
    "overwrite": _("Overwrite with what the file says"),
    "skip": _("Leave them as they are"),
    "add": _("Add every row as a new {client}"),
}


@dataclass(frozen=True)
class Wish:
    """What holds for a whole import: what becomes of those who are here already, and what new clients get besides.

    `responsible` and `location` are keys; they hold for new clients whose row tells none. `dates` is the order in which
    the file writes them: "dmy", "mdy" or "ymd".
    """

    existing: str = "fill"
    dates: str = "dmy"
    responsible: int | None = None
    location: int | None = None
    source: str = ""
    tags: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, told: Mapping[str, Any], *, dates: str = "dmy") -> "Wish":
        """What `to_json` gave, or a form; words that are not known are passed over."""
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in told.items() if name in known}
        kept["tags"] = tuple(kept.get("tags") or ())
        if kept.get("existing") not in EXISTING:
            kept["existing"] = "fill"
        return cls(**({"dates": dates} | kept))

    def to_json(self) -> dict[str, Any]:
        """For the table of imports."""
        return asdict(self) | {"tags": list(self.tags)}
