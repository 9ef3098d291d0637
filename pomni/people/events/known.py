"""What becomes known of clients beside their own facts: ties, peculiarities, days to remember, consents."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from pydantic import BaseModel

from pomni.memory.events import Event, Kept, Personal

KIND = Kept("of what kind it is says nothing of who it was")
VERSION = Kept("the company numbers its own wordings")
# Of what a tie is, without a direction: it is told on both cards.
TIES = {
    "decides": _("decision-maker"),
    "represents": _("legal representative"),
    "pays": _("payer"),
    "recommended": _("recommendation"),
    "knows": _("acquaintance"),
    "spouse": _("family"),
    "parent": _("family"),
    "sibling": _("family"),
    "grandparent": _("family"),
    "relative": _("family"),
}
PECULIARITIES = {
    "allergy": _("allergy"),
    "pet": _("pet"),
    "food": _("food and drink"),
    "hobby": _("hobby"),
    "habit": _("habit"),
    "dislike": pgettext_lazy("peculiarity", "does not like"),
    "gift_liked": pgettext_lazy("peculiarity", "gift they would like"),
    "gift_given": pgettext_lazy("peculiarity", "gift given"),
    "good": pgettext_lazy("moment between us", "good moment"),
    "bad": pgettext_lazy("moment between us", "bad moment"),
}
CONSENTS = {
    "data": _("data consent"),
    "marketing": _("marketing consent"),
    "treatment": _("treatment consent"),
    "photo": _("consent to publish photos"),
}
CHANNELS = {
    "call": pgettext_lazy("consent", "calls"),
    "sms": pgettext_lazy("consent", "SMS"),
    "email": pgettext_lazy("consent", "e-mail"),
    "messenger": pgettext_lazy("consent", "messengers"),
    "letter": pgettext_lazy("consent", "post"),
}


class TieTold(BaseModel):
    """What is told of a tie: on both cards, so neither is named."""

    tie_id: int
    client_ids: list[int]
    colleague_id: int | None = None
    relation: Annotated[str, KIND]
    note: Annotated[str, Personal()] = ""
    since: dt.date | None = None

    def sets(self) -> dict[str, Any]:
        return {
            name: getattr(self, name) for name in ("client_ids", "colleague_id", "relation", "note", "since")
        }

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"what": TIES.get(facts["relation"], facts["relation"])}


class TieAdded(
    TieTold,
    Event,
    says=_("wrote down a relationship: %(what)s"),
    about="people.Tie",
    icon="users",
    body="note",
):
    pass


class TieEdited(
    TieTold, Event, says=_("changed a relationship: %(what)s"), about="people.Tie", icon="users", body="note"
):
    pass


class TieWithdrawn(Event, says=_("removed a relationship"), about="people.Tie", icon="undo-2"):
    tie_id: int
    client_ids: list[int]

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": True}


class TieRestored(Event, says=_("put a relationship back"), about="people.Tie"):
    tie_id: int
    client_ids: list[int]

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": False}


class PeculiarityTold(BaseModel):
    """What is told of a peculiarity; of a good or bad moment the text is `moment`, which fewer may see."""

    peculiarity_id: int
    client_id: int
    kind_of: Annotated[str, KIND]
    text: Annotated[str, Personal()] = ""
    moment: Annotated[str, Personal("people.client.relation")] = ""
    on: dt.date | None = None

    def sets(self) -> dict[str, Any]:
        return {"kind": self.kind_of, "text": self.text or self.moment, "on": self.on}

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"what": PECULIARITIES.get(facts["kind_of"], facts["kind_of"])}


SAID = {"moment": _("What was")}


class PeculiarityAdded(
    PeculiarityTold,
    Event,
    says=pgettext_lazy("a peculiarity", "wrote down: %(what)s"),
    about="people.Peculiarity",
    icon="heart",
    body="text",
    details=SAID,
):
    pass


class PeculiarityEdited(
    PeculiarityTold,
    Event,
    says=pgettext_lazy("a peculiarity", "changed what was written down: %(what)s"),
    about="people.Peculiarity",
    icon="pencil",
    body="text",
    details=SAID,
):
    pass


class PeculiarityWithdrawn(Event, says=_("removed a peculiarity"), about="people.Peculiarity", icon="undo-2"):
    peculiarity_id: int
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": True}


class PeculiarityRestored(Event, says=_("put a peculiarity back"), about="people.Peculiarity"):
    peculiarity_id: int
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": False}


class DateTold(BaseModel):
    """What is told of a day to remember; `day` as ISO 8601 has it, "--02-29" without the year."""

    importantdate_id: int
    client_id: int
    title: Annotated[str, Personal()]
    day: Annotated[str, Personal()]
    is_yearly: bool = True

    def sets(self) -> dict[str, Any]:
        return {"title": self.title, "day": self.day, "is_yearly": self.is_yearly}


class DateAdded(
    DateTold, Event, says=_("wrote down a date"), about="people.ImportantDate", icon="cake", body="title"
):
    pass


class DateEdited(
    DateTold, Event, says=_("changed a date"), about="people.ImportantDate", icon="cake", body="title"
):
    pass


class DateWithdrawn(Event, says=_("removed a date"), about="people.ImportantDate", icon="undo-2"):
    importantdate_id: int
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": True}


class DateRestored(Event, says=_("put a date back"), about="people.ImportantDate"):
    importantdate_id: int
    client_id: int

    def sets(self) -> dict[str, Any]:
        return {"withdrawn": False}


class ConsentTold(BaseModel):
    """What is told of a consent: for which channels, by which wording, and where it came from."""

    consent_id: int
    client_id: int
    kind_of: Annotated[str, KIND]
    channels: Annotated[str, KIND] = ""  # codes with spaces between; none: by any
    on: dt.date
    version: Annotated[str, VERSION] = ""
    origin: Annotated[str, Personal()] = ""

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        what = str(CONSENTS.get(facts["kind_of"], facts["kind_of"]))
        by = ", ".join(str(CHANNELS.get(one, one)) for one in facts["channels"].split())
        whole = pgettext("consent and its channels", "%(what)s (%(channels)s)") % {
            "what": what,
            "channels": by,
        }
        return facts | {"what": whole if by else what}


class ConsentGiven(
    ConsentTold,
    Event,
    says=_("consent given: %(what)s"),
    about="people.Consent",
    icon="circle-check",
    body="origin",
):
    def sets(self) -> dict[str, Any]:
        return {"kind": self.kind_of, "channels": self.channels, "is_given": True}


class ConsentWithdrawn(
    ConsentTold,
    Event,
    says=_("consent taken back: %(what)s"),
    about="people.Consent",
    icon="circle-alert",
    body="origin",
):
    def sets(self) -> dict[str, Any]:
        return {"kind": self.kind_of, "channels": self.channels, "is_given": False}
