"""What happens to clients themselves."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from pomni.memory.events import Edits, Event, HandsOver, Kept, Personal
from pomni.people.events.told import BY_UID, SET, as_said

OURS = Kept("names of colleagues are the company's own")
KIND = Kept("whether a person or an organisation says nothing of who it was")
LABELS = {
    "name": pgettext_lazy("of a client", "name"),
    "kind": _("kind"),
    "phone": _("phone"),
    "email": _("e-mail"),
    "responsible": _("responsible"),
    "location": _("{location}"),
    "family": _("family name"),
    "given": _("given name"),
    "patronymic": _("patronymic"),
    "called": _("how to address them"),
    "sex": _("sex"),
    "birthday": _("birthday"),
    "tax_id": _("tax number"),
    "works_at": _("organisation where they work"),
    "position": _("position"),
    "address": _("address"),
    "source": _("source"),
    "alert": _("alert"),
    "about": _("remark"),
    "tags": _("tags"),
    "parts": _("parts they play"),
    "category": _("category"),
    "language": _("language"),
    "messenger": _("messenger"),
    "legal_name": _("legal name"),
    "legal_address": _("legal address"),
    "kpp": _("KPP"),
    "ogrn": _("OGRN"),
    "regon": _("REGON"),
    "krs": _("KRS"),
    "account": _("bank account"),
    "bik": _("BIK"),
    "corr_account": _("correspondent account"),
    "swift": _("SWIFT"),
    "bank": _("bank"),
    "outside_id": _("number in another program"),
}
PARTS = {"family", "given", "patronymic"}


class ClientAdded(Event, says=_("added the {client} %(name)s"), about="people.Client"):
    client_id: int
    kind_of_client: Annotated[str, KIND]
    name: Annotated[str, Personal()]
    phone: Annotated[str, Personal("people.client.phone")] = ""
    email: Annotated[str, Personal("people.client.email")] = ""
    responsible_id: int | None = None
    location_id: int | None = None
    more: Annotated[dict[str, str], Personal("people.client.*")] = {}

    def sets(self) -> dict[str, Any]:
        told: dict[str, Any] = {"name": self.name, "kind": self.kind_of_client}
        told |= {"phone": self.phone, "email": self.email}
        told |= {"responsible": self.responsible_id, "location": self.location_id}
        return told | (self.more if isinstance(self.more, dict) else {})


class ClientEdited(Edits, Event, says=_("changed: %(fields)s"), about="people.Client"):
    labels: ClassVar[dict[str, Any]] = LABELS

    client_id: int
    changes: Annotated[dict[str, list[Any]], Personal("people.client.*")]

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        changes = facts["changes"]
        if not isinstance(changes, dict):  # erased
            return facts | {"fields": str(changes)}
        fields = [field for field in changes if "name" not in changes or field not in PARTS]
        return facts | {"fields": ", ".join(str(LABELS.get(field, field)) for field in fields)}

    @classmethod
    def said_as(cls, field: str, value: Any) -> str:
        return as_said(field, value)


class ClientArchived(Event, says=_("archived the {client}"), about="people.Client"):
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"archived": True}


class ClientRestored(Event, says=_("restored the {client} from the archive"), about="people.Client"):
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"archived": False}


class ClientForgotten(Event, says=_("erased the personal data of a {client}"), about="people.Client"):
    client_id: int
    former_ids: Sequence[
        int
    ] = ()  # bare keys of the cards that had become this one: some rows know them alone

    @classmethod
    def keys_told(cls, facts: Mapping[str, Any]) -> list[int]:
        """Under which keys this client was ever kept, as a moment of this kind tells; older ones tell of one key."""
        return [facts["client_id"], *facts.get("former_ids", ())]


class ClientDisclosed(
    Event, says=_("gave the {client} what is kept of them"), about="people.Client", icon="download"
):
    client_id: int
    parts: Annotated[dict[str, int], Kept("names of parts of the house, and how much there was of each")]


class ClientHandedOver(
    HandsOver, Event, says=_("handed over the {client}. From %(before)s to %(after)s"), about="people.Client"
):
    client_id: int
    responsible_id: int | None
    before: Annotated[str, OURS]
    after: Annotated[str, OURS]  # empty: nobody


class ClientTakenBack(
    Event, says=_("took a {client} back who had come in with an import"), about="people.Client"
):
    client_id: int


class ClientMerged(
    Event,
    says=_("merged with the card of %(name)s. What that card told otherwise: %(left)s"),
    about="people.Client",
    icon="merge",
):
    """`left`: what was not chosen; `became`: what the card that stays tells otherwise since, by the words of `LABELS`.

    Once the two are taken apart it tells of another client: only whoever reaches that one reads it.
    """

    client_id: int
    gone_id: int
    name: Annotated[str, Personal(whose="gone_id")]
    left: Annotated[dict[str, str], Personal("people.client.*", whose="gone_id")] = {}
    names: Annotated[dict[str, str], Kept("names of fields are the company's own")] = {}
    became: Annotated[dict[str, Any], Personal("people.client.*", whose="gone_id")] = {}

    def sets(self) -> dict[str, Any]:
        return dict(self.became) if isinstance(self.became, dict) else {}

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        left = facts["left"]
        if isinstance(left, dict):
            names = facts.get("names")
            names = LABELS | (names if isinstance(names, dict) else {})
            told = ", ".join(
                f"{names.get(field, field)}: {_left_as(field, value)}" for field, value in left.items()
            )
            left = told or pgettext("of facts that differ", "nothing")
        return facts | {"left": left}


def _left_as(field: str, value: str) -> str:
    """Of what is kept by its number it is told that it was set."""
    return str(SET) if field in BY_UID else value


class ClientUnmerged(
    Event, says=_("took the cards of %(name)s and %(other)s apart again"), about="people.Client", icon="split"
):
    client_id: int
    client_ids: list[int]
    name: Annotated[str, Personal(whose="client_id")] = (
        ""  # earlier moments have the names, later ones the keys alone
    )
    other: Annotated[str, Personal(whose="client_ids")] = ""


class ClientAsBefore(Event, says=_("changed: %(fields)s"), about="people.Client", icon="split"):
    """Beside the one before: what the card that was kept tells otherwise since, by the words of `LABELS`.

    It concerns that card alone: who reaches the other one only does not read it.
    """

    client_id: int
    became: Annotated[dict[str, Any], Personal("people.client.*")]
    names: Annotated[dict[str, str], Kept("names of fields are the company's own")] = {}

    def sets(self) -> dict[str, Any]:
        return dict(self.became) if isinstance(self.became, dict) else {}

    @classmethod
    def is_small(cls) -> bool:
        return True

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        became, names = facts["became"], facts.get("names")
        if not isinstance(became, dict):  # erased
            return facts | {"fields": str(became)}
        labels = LABELS | {"archived": _("archived")} | (names if isinstance(names, dict) else {})
        told = [str(labels.get(word, word)) for word in became if word not in PARTS]
        return facts | {"fields": ", ".join(told)}


class ClientsToldApart(
    Event, says=_("said that %(name)s and %(other)s are no duplicates"), about="people.Client", icon="split"
):
    client_id: int
    client_ids: list[int]
    name: Annotated[str, Personal(whose="client_id")] = (
        ""  # earlier moments have the names, later ones the keys alone
    )
    other: Annotated[str, Personal(whose="client_ids")] = ""


class ClientAskedAfter(
    Event,
    says=_("was told, when adding somebody, that this {client} is with us"),
    about="people.Client",
    icon="eye",
):
    client_id: int
