"""What happens to the four things to remember. What they say may tell of a client, so it is erased with the client."""

from datetime import date, time
from typing import Annotated, Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.memory.events import Edits, Event, HandsOver, Kept, Personal

OURS = Kept("names of colleagues are the company's own")
WHICH = Kept("which of a few kinds it is says nothing of the person")
LABELS = {
    "text": pgettext_lazy("of a promise", "what is to be remembered"),
    "kind": pgettext_lazy("of a promise", "what it is"),
    "owes": pgettext_lazy("of a promise", "whose turn it is"),
    "due_on": pgettext_lazy("of a task", "until when"),
    "due_time": pgettext_lazy("of a task", "at what time"),
    "responsible": _("responsible"),
    "outcome": pgettext_lazy("of a task", "what came of it"),
    "evidence": pgettext_lazy("of a promise", "what shows it"),
}
# How each of the four is called, by its kind and by who owes it.
SORTS = {
    "next_step": _("Next step"),
    "obligation.us": _("We promised"),
    "obligation.client": _("The {client} promised"),
    "expectation": _("The {client} expects"),
    "agreement": _("Agreement"),
}
STATES = {
    "open": pgettext_lazy("of a promise", "Open"),
    "kept": pgettext_lazy("of a promise", "Kept"),
    "broken": pgettext_lazy("of a promise", "Broken"),
    "let_go": pgettext_lazy("of a promise", "Let go"),
}


def sort_of(kind: str, owes: str) -> str:
    """The key of `SORTS` for a kind and for who owes it."""
    if kind == "obligation":
        return "obligation.client" if owes == "client" else "obligation.us"
    return kind


class PromiseAdded(
    Event,
    says=_("wrote down what is not to be forgotten. %(sort)s: “%(text)s”"),
    about="agenda.Promise",
    icon="hand",
):
    promise_id: int
    client_id: int
    which: Annotated[str, WHICH]
    owes: Annotated[str, WHICH]
    text: Annotated[str, Personal()]
    due_on: date | None = None
    due_time: time | None = None
    responsible_id: int | None = None
    source: Annotated[str, WHICH] = ""
    source_uid: UUID | None = None

    def sets(self) -> dict[str, Any]:
        told = {"kind": self.which, "owes": self.owes, "text": self.text, "state": "open"}
        return told | {
            "due_on": self.due_on,
            "due_time": self.due_time,
            "responsible": self.responsible_id,
        }

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        sort = sort_of(facts["which"], facts["owes"])
        return facts | {"sort": SORTS.get(sort, facts["which"])}


class PromiseEdited(
    Edits,
    Event,
    says=_("changed what is not to be forgotten, “%(text)s”: %(fields)s"),
    about="agenda.Promise",
    icon="hand",
):
    labels: ClassVar[dict[str, Any]] = LABELS

    promise_id: int
    client_id: int
    text: Annotated[str, Personal()]
    changes: Annotated[dict[str, list[Any]], Personal()]


class PromiseClosed(
    Event,
    says=_("closed “%(text)s” as: %(state)s"),
    about="agenda.Promise",
    icon="circle-check",
    body="outcome",
    details={"evidence": _("What shows it")},
):
    promise_id: int
    client_id: int
    text: Annotated[str, Personal()]
    state: Annotated[str, WHICH]
    outcome: Annotated[str, Personal()] = ""
    evidence: Annotated[str, Personal()] = ""

    def sets(self) -> dict[str, Any]:
        return {"state": self.state, "outcome": self.outcome, "evidence": self.evidence}

    @classmethod
    def words(cls, facts: dict[str, Any]) -> dict[str, Any]:
        return facts | {"state": STATES.get(facts["state"], facts["state"])}


class PromiseReopened(
    Event, says=_("opened “%(text)s” again: it is to be kept"), about="agenda.Promise", icon="hand"
):
    promise_id: int
    client_id: int
    text: Annotated[str, Personal()]

    def sets(self) -> dict[str, Any]:
        return {"state": "open", "outcome": "", "evidence": ""}


class PromiseHandedOver(
    HandsOver,
    Event,
    says=_("handed over “%(text)s”. From %(before)s to %(after)s"),
    about="agenda.Promise",
    icon="arrow-right-left",
):
    promise_id: int
    client_id: int
    text: Annotated[str, Personal()]
    responsible_id: int | None
    before: Annotated[str, OURS]
    after: Annotated[str, OURS]  # empty: nobody
