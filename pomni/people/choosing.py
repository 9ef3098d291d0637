"""The facts of two cards that become one: what agrees by itself, where somebody must choose, and what was not chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from pomni.kit import spelling
from pomni.kit.columns import column
from pomni.kit.errors import Refused
from pomni.people.events.clients import LABELS
from pomni.people.models import Client
from pomni.people.rules import birthday_text
from pomni.team.models import User
from pomni.team.shown import HIDDEN, masked, shown

KEPT, GONE, BOTH = "kept", "gone", "both"
# Each fact with its columns (attribute names). A house test sees to it that every column of a client stands in one place.
FACTS: dict[str, tuple[str, ...]] = {
    "name": ("name", "family", "given", "patronymic"),
    "called": ("called",),
    "sex": ("sex",),
    "birthday": ("birth_day", "birth_year"),
    "tax_id": ("tax_id",),
    "works_at": ("works_at_id",),
    "position": ("position",),
    "category": ("category",),
    "language": ("language",),
    "address": ("address", "address_label"),
    "legal_name": ("legal_name",),
    "legal_address": ("legal_address",),
    "kpp": ("kpp",),
    "ogrn": ("ogrn",),
    "regon": ("regon",),
    "krs": ("krs",),
    "account": ("account",),
    "bik": ("bik",),
    "corr_account": ("corr_account",),
    "swift": ("swift",),
    "bank": ("bank",),
    "source": ("source",),
    "alert": ("alert",),
    "about": ("about",),
    "responsible": ("responsible_id",),
    "location": ("location_id",),
}
# What is put together by itself, and what follows from other facts or belongs to the row alone.
JOINED = ("parts", "added_at", "archived_at", "entered_by_id")
FOLLOWING = (
    "allergies",
    "late_on",
    "has_next_step",
)  # from peculiarities, contacts, and what is to be done next
OWN = ("id", "uid", "kind", "sorted_as", "found_by", "forgotten_at", "made_key", "made_of", "made_at")
TOGETHER = {
    "about": "\n\n",
    "alert": "; ",
    "source": ", ",
}  # texts of which both may stay, and what stands between


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact that the two cards tell differently, as the viewer may see it; `both`: the two texts may stand together."""

    key: str
    label: Any
    kept: str
    gone: str
    both: bool
    advised: str


def choices_between(viewer: User, kept: Client, gone: Client) -> list[Choice]:
    """Where somebody must choose, in the order of the card. What is hidden can be chosen all the same, without being read."""
    return [
        Choice(
            key,
            LABELS.get(key, key),
            seen(viewer, kept, key),
            seen(viewer, gone, key),
            key in TOGETHER,
            BOTH if key in TOGETHER and _fits(key, _together(kept, gone, key)) else _fuller(kept, gone, key),
        )
        for key in FACTS
        if _differs(kept, gone, key)
    ]


def agreed(viewer: User, kept: Client, gone: Client) -> dict[str, str]:
    """What both cards say, or one of them alone: by fact, as the viewer may see it."""
    found = {}
    for key in FACTS:
        if not _differs(kept, gone, key):
            text = seen(viewer, gone if _takes_other(kept, gone, key) else kept, key)
            if text:
                found[key] = text
    return found


def settled(
    kept: Client, gone: Client, choices: Mapping[str, str], *, by: User
) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns of the card that stays, and by fact what was not chosen, as a moment keeps it.

    Raises Refused, naming the facts as `by` may see them, where the cards tell one differently and nobody has chosen.
    """
    _check(kept, gone, choices, by)
    columns: dict[str, Any] = {}
    left: dict[str, str] = {}
    for key in FACTS:
        choice = choices.get(key, KEPT) if _differs(kept, gone, key) else ""
        if choice == BOTH:
            columns[key] = _together(kept, gone, key)
            continue
        takes_other = choice == GONE or (not choice and _takes_other(kept, gone, key))
        columns |= {column: getattr(gone if takes_other else kept, column) for column in FACTS[key]}
        if choice:
            left[key] = _remembered(kept if takes_other else gone, key)
    return columns | _joined(kept, gone), left


def told(client: Client, key: str) -> str:
    """A fact as a text; "" where it is not known."""
    if key == "birthday":
        return birthday_text(client.birth_day, client.birth_year)
    if key == "sex":
        return str(client.get_sex_display()) if client.sex else ""
    return str(getattr(client, key) or "")


def seen(viewer: User, client: Client, key: str) -> str:
    """The same as this viewer may see it: masked or hidden by their roles; of an organisation out of reach that it is set."""
    text = told(client, key)
    if key == "works_at" and text and not _reaches_employer(viewer, client):
        return _("set, but out of your reach")
    rightly = shown(viewer, f"people.client.{key}", text)
    return HIDDEN if text and rightly is None else str(rightly or "")


def _reaches_employer(viewer: User, client: Client) -> bool:
    """Asked with the client where two are shown side by side (`employer_is_reached`), else here."""
    known: bool | None = getattr(client, "employer_is_reached", None)
    if known is not None:
        return known
    return Client.objects.visible_to(viewer).filter(pk=client.works_at_id or 0, forgotten_at=None).exists()


def _remembered(client: Client, key: str) -> str:
    """As a moment keeps it: an organisation by its number, for its name may be erased, or be out of a reader's reach."""
    return str(client.works_at.uid) if key == "works_at" and client.works_at else told(client, key)


def _check(kept: Client, gone: Client, choices: Mapping[str, str], by: User) -> None:
    for key, choice in choices.items():
        allowed = (KEPT, GONE, BOTH) if key in TOGETHER else (KEPT, GONE)
        if key not in FACTS or choice not in allowed:
            raise Refused(_("Choose one of the answers."), field=key)
    open_ones = [key for key in FACTS if _differs(kept, gone, key) and key not in choices]
    if open_ones:
        facts = ", ".join(
            f"{LABELS.get(key, key)} ({get_text_list([seen(by, kept, key), seen(by, gone, key)], _('or'))})"
            for key in open_ones
        )
        sentence = _("The two cards differ, and one fact would be lost. Choose which stays: %(facts)s.")
        raise Refused(sentence % {"facts": facts}, field=open_ones[0])
    for key in TOGETHER:
        if choices.get(key) == BOTH and not _fits(key, _together(kept, gone, key)):
            raise Refused(_("Both texts are too long to stand together. Choose one of them."), field=key)


def _differs(kept: Client, gone: Client, key: str) -> bool:
    mine, theirs = told(kept, key), told(gone, key)
    if not (mine and theirs) or mine == theirs:
        return False
    if key == "birthday":
        return kept.birth_day != gone.birth_day or None not in (kept.birth_year, gone.birth_year)
    if key == "name" and (_is_nameless(kept) or _is_nameless(gone)):
        return False
    if key in ("responsible", "location", "works_at"):
        return getattr(kept, f"{key}_id") != getattr(gone, f"{key}_id")
    return spelling.fold(mine) != spelling.fold(theirs)


def _takes_other(kept: Client, gone: Client, key: str) -> bool:
    """Whether, of a fact about which the cards do not differ, the one that goes tells more."""
    if key == "birthday" and kept.birth_day == gone.birth_day:
        return kept.birth_year is None and gone.birth_year is not None
    if key == "name":
        parts = ("family", "given", "patronymic")
        tells_more = told(kept, key) == told(gone, key) and not any(getattr(kept, one) for one in parts)
        return (_is_nameless(kept) and not _is_nameless(gone)) or tells_more
    return not told(kept, key)


def _is_nameless(client: Client) -> bool:
    """Whether it goes by its phone or address, for want of a name."""
    return not client.name or any(client.name == masked(one.typed) for one in client.holdings.all())


def _fuller(kept: Client, gone: Client, key: str) -> str:
    if key == "name":
        return GONE if len(gone.name.split()) > len(kept.name.split()) else KEPT
    return KEPT


def _together(kept: Client, gone: Client, key: str) -> str:
    return TOGETHER[key].join((told(kept, key), told(gone, key)))


def _fits(key: str, text: str) -> bool:
    longest = column(Client, key).max_length
    return not longest or len(text) <= longest


def _joined(kept: Client, gone: Client) -> dict[str, Any]:
    """What needs no choice: parts that either plays, the earlier day, whoever is still served."""
    plays = {*kept.parts.split(), *gone.parts.split()}
    archived = (kept.archived_at, gone.archived_at)
    return {
        "parts": " ".join(part for part in Client.Part.values if part in plays),
        "added_at": min(kept.added_at, gone.added_at),
        "archived_at": None if None in archived else kept.archived_at,
        "entered_by_id": kept.entered_by_id or gone.entered_by_id,
    }
