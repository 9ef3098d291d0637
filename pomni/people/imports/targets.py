"""The facts of a client that a column of a file can tell, and what a person wishes of an import as a whole."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.facts.queries import CLIENT
from pomni.facts.queries import fields as own_fields
from pomni.kit import spelling
from pomni.people.messengers import NETWORKS

IN_NETWORK = "messenger_"  # how the keys of single messengers begin
OWN = "own_"  # how the keys of the company's own fields begin


@dataclass(frozen=True)
class Target:
    """A fact that a column can tell. `several`: more than one column may tell it, and one cell more than one value."""

    key: str
    title: Any
    several: bool = False
    says: Any = ""
    group: Any = ""  # under which title it is offered; "" for the card itself


NOTES, OUTSIDE, FIELDS = _("Notes"), _("Other programs"), _("Custom fields")
MESSENGERS = _("Messengers")
TARGETS = (
    Target("name", pgettext_lazy("of a client", "Name"), says=_("Whole, as one writes it")),
    Target("family", _("Family name")),
    Target("given", _("Given name")),
    Target("patronymic", _("Patronymic")),
    Target("called", _("How to address them")),
    Target("kind", _("Kind"), says=_("Person or organisation")),
    Target("phone", _("Phone"), several=True, says=_("One or more, with commas between")),
    Target("email", _("E-mail"), several=True, says=_("One or more, with commas between")),
    Target(
        "messenger",
        _("Messenger"),
        several=True,
        says=_("One or more, with commas between, such as Telegram: @anna"),
        group=MESSENGERS,
    ),
    *(
        Target(f"{IN_NETWORK}{code}", one.name, several=True, group=MESSENGERS)
        for code, one in NETWORKS.items()
    ),
    Target("organisation", _("Works at"), says=_("Found by its name, or added")),
    Target("organisation_tax_id", _("Tax number of the organisation they work at")),
    Target("position", _("Position")),
    Target("tax_id", _("Tax number")),
    Target("birthday", _("Birthday"), says=_("With or without the year")),
    Target("sex", _("Sex")),
    Target("address", _("Address"), several=True, says=_("Parts are joined with commas")),
    Target("language", _("Language"), says=_("Its code or its name")),
    Target("addresses", _("Further addresses"), several=True, says=_("A line each")),
    Target("category", _("{Client} category")),
    Target("legal_name", _("Legal name")),
    Target("legal_address", _("Legal address")),
    Target("kpp", _("KPP")),
    Target("ogrn", _("OGRN")),
    Target("regon", _("REGON")),
    Target("krs", _("KRS")),
    Target("account", _("Bank account")),
    Target("bik", _("BIK")),
    Target("corr_account", _("Correspondent account")),
    Target("swift", _("SWIFT")),
    Target("bank", _("Bank")),
    Target("source", _("Source")),
    Target("tags", _("Tags"), several=True, says=_("With commas between")),
    Target("alert", _("Alert")),
    Target("about", _("Remark"), several=True, says=_("Each with the title of its column")),
    Target("responsible", _("Responsible"), says=_("Name or login of a colleague")),
    Target("location", _("{Location}")),
    Target("added_at", _("Date of first contact"), says=_("The {client} counts as added on that day")),
    Target(
        "note",
        pgettext_lazy("about a client", "Note"),
        several=True,
        says=_("Each a note of its own"),
        group=NOTES,
    ),
    Target(
        "note_line", _("Line of one note"), several=True, says=_("Such columns make one note"), group=NOTES
    ),
    Target("note_on", _("Date of the notes"), group=NOTES),
    Target(
        "note_by", _("Who wrote the notes"), says=_("Stands below the note, as the file has it"), group=NOTES
    ),
    Target("outside_id", _("Number in another program"), group=OUTSIDE),
    Target("organisation_outside_id", _("Number of the organisation in another program"), group=OUTSIDE),
)
SAYS = {  # of custom fields that are links
    "client": _("Phone, e-mail, tax number, number in the other program or whole name of a {client}"),
    "colleague": _("Name or login of a colleague"),
}
KEYS = frozenset(target.key for target in TARGETS)
WRITTEN = frozenset({"note", "note_line"})  # what makes notes


def all_targets() -> list[Target]:
    """All facts that a column can tell now: those above, and each of the company's own fields."""
    return [
        *TARGETS,
        *(
            Target(one.key, one.name, one.kind == "many", SAYS.get(one.kind, ""), FIELDS)
            for one in own_fields(CLIENT)
            if one.kind != "file"  # a table holds none
        ),
    ]


# What becomes of a row that means nobody who is here.
STRANGERS = {
    "add": _("Add them as new {clients}"),
    "aside": _("Set them aside: the file only tells more of those who are here"),
}
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
    the file writes them: "dmy", "mdy" or "ymd". `program` is the one that numbers come from, and `thing` what its
    rows are there ("contact", "company"): each has numbers of its own.
    `people`: who stands for a name that the file has and no colleague here, 0 for nobody.
    """

    existing: str = "fill"
    dates: str = "dmy"
    responsible: int | None = None
    location: int | None = None
    source: str = ""
    tags: tuple[str, ...] = ()
    strangers: str = "add"
    program: str = ""
    thing: str = "contact"
    people: tuple[tuple[str, int], ...] = ()

    def outside(self, thing: str = "") -> str:
        """Whose numbers those of this file are, as `OutsideId.source` has it; "" where no program is told."""
        program = spelling.fold(self.program).replace(" ", "")[:40]
        return f"{program}.{thing or self.thing}" if program else ""

    @classmethod
    def from_json(cls, told: Mapping[str, Any], *, dates: str = "dmy") -> "Wish":
        """What `to_json` gave, or a form; words that are not known are passed over."""
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in told.items() if name in known}
        kept["tags"] = tuple(kept.get("tags") or ())
        kept["people"] = tuple((str(name), int(pk)) for name, pk in kept.get("people") or ())
        if kept.get("existing") not in EXISTING:
            kept["existing"] = "fill"
        if kept.get("strangers") not in STRANGERS:
            kept["strangers"] = "add"
        return cls(**({"dates": dates} | kept))

    def to_json(self) -> dict[str, Any]:
        """For the table of imports."""
        return asdict(self) | {"tags": list(self.tags), "people": [list(one) for one in self.people]}
