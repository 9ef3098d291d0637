"""Forms of visits."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.queries import services
from pomni.kit.forms import EditForm, Form, OnceForm
from pomni.people.queries import client_chosen_by, clients_answering
from pomni.schedule.going import LONGEST_WAY
from pomni.schedule.laying import Wanted
from pomni.schedule.queries import performers, things
from pomni.schedule.rules import comes_twice
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField, WallTimeField

MOST_SERVICES = 4  # that are asked for at once at the desk
PHONE_ALONE = re.compile(r"\+?[\d() .-]*\d[\d() .-]*")
NAME_AND_PHONE = re.compile(r"(.*?)(\+?[\d() -]{5,})?", re.DOTALL)  # "Jan Lis 600 100 300"
ANYBODY = ("", _("Nobody in particular"))


def comment_field() -> forms.CharField:
    """What is noted about a visit."""
    return forms.CharField(
        label=pgettext_lazy("of a visit", "Comment"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def address_field() -> forms.CharField:
    """Where a visit takes place that is at the client's."""
    return forms.CharField(
        label=_("Address"),
        max_length=300,
        required=False,
        help_text=_("Empty: at the {location}. Whoever goes there is taken on the way, too."),
    )


def _minutes_on_the_way(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=LONGEST_WAY, required=False)


class AtAnHour(Form):
    """A day and an hour of the clock; where that hour comes twice it is asked which of the two is meant."""

    zone = ""

    def clean(self) -> dict[str, Any]:
        """Asks which of two hours, as soon as they are two."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        day, begins = told.get("day"), told.get("begins")
        if day and begins and "is_second" not in self.fields and comes_twice(day, begins, self.zone):
            self.offer_which()
        return told

    def offer_which(self) -> None:
        """The clock is put back: the first hour or the second."""
        self.fields["is_second"] = forms.TypedChoiceField(
            label=_("This hour comes twice"),
            choices=[("0", _("the first one")), ("1", _("the second one, after the clock is put back"))],
            coerce=lambda told: told == "1",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )


class BookForm(AtAnHour, OnceForm):
    """A visit: who comes, what is done and by whom, when."""

    client = OneOfManyField(
        "schedule:clients",
        label=_("{Client}"),
        help_text=_("Name or last digits of the phone. Who is not found is added."),
    )
    name = forms.CharField(label=_("Or somebody new: name"), max_length=200, required=False)
    phone = forms.CharField(label=_("Their phone"), max_length=60, required=False)
    day = DayField(label=_("Day"))
    begins = WallTimeField(label=pgettext_lazy("an hour", "At"))
    comment = comment_field()
    address = address_field()
    travel_before = _minutes_on_the_way(_("Minutes there"))
    travel_after = _minutes_on_the_way(_("Minutes back"))

    def __init__(self, *args: Any, viewer: Any, location: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.viewer, self.zone = viewer, location.zone
        looks_among(self.fields["client"], client_chosen_by(viewer))
        self.offered = {str(one.uid): one for one in services(viewer).order_by("sorted_as", "pk")}
        self.people = {str(user.uid): user for user in performers(viewer)}
        for number in range(MOST_SERVICES):
            self._offer(number)
        self.things = {str(one.uid): one for one in things(viewer) if one.location_id == location.pk}
        if self.things:
            self._offer_things()
        self.order_fields(["client", "name", "phone", *self._line_names(), "thing", "day", "begins"])
        if "is_second" in self.data:
            self.offer_which()
        if "over" in self.data:
            self.offer_over()

    def clean(self) -> dict[str, Any]:
        """Whom nobody answers to is somebody new, of that name and phone."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        typed, is_chosen = self.data.get("client-typed", "").strip(), self.data.get("client", "")
        is_told = is_chosen or told.get("name") or told.get("phone")
        if "client" in self.errors and not is_told and self._is_new(typed):
            del self.errors["client"]
            if PHONE_ALONE.fullmatch(typed):
                self._ask_name(typed)
                return told | {"client": None}
            name, phone = NAME_AND_PHONE.fullmatch(typed).groups()  # type: ignore[union-attr]  # it fits any text
            told |= {"client": None, "name": name.strip(), "phone": phone or ""}
        return told

    def _ask_name(self, phone: str) -> None:
        """Nobody has this phone: it is kept as that of somebody new, whose name is asked for."""
        self.data = {**self.data.dict(), "phone": phone, "client-typed": ""}  # type: ignore[attr-defined]  # what a page sent
        self.fields["name"].widget.attrs["autofocus"] = True
        sentence = _(
            "Nobody has the phone %(phone)s. Write the name of whoever is new, and their whole number."
        )
        self.add_error("name", sentence % {"phone": phone})

    def _is_new(self, typed: str) -> bool:
        return all(one.is_similar for one in clients_answering(self.viewer, typed))

    def offer_over(self) -> None:
        """Somebody is taken: whoever may is asked whether to book all the same."""
        self.fields["over"] = forms.BooleanField(
            label=_("Book all the same, over what is there"), required=False
        )

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Each service with who performs it, as they stand beside each other."""
        return [(self[f"service-{number}"], self[f"user-{number}"]) for number in range(MOST_SERVICES)]

    @property
    def further(self) -> list[tuple[Any, Any, Any]]:
        """The services behind the first one: each with who performs it, and whether it is done beside the one before it."""
        beside = [self[f"beside-{number}"] for number in range(1, MOST_SERVICES)]
        return [(*pair, at_once) for pair, at_once in zip(self.pairs[1:], beside, strict=True)]

    @property
    def is_elsewhere(self) -> bool:
        """Whether an address was written."""
        return any(self[name].value() for name in ("address", "travel_before", "travel_after"))

    @property
    def travel(self) -> tuple[int, int]:
        """Minutes on the way, before and after."""
        told = self.cleaned_data
        return told.get("travel_before") or 0, told.get("travel_after") or 0

    @property
    def has_further(self) -> bool:
        """Whether more than one service was chosen."""
        return any(service.value() for service, _user in self.pairs[1:])

    @property
    def lines(self) -> list[Wanted]:
        """The services, with who performs them."""
        return self._lines()

    def words(self) -> dict[str, Any]:
        """What is handed to the command; the client goes beside."""
        told = super().words()
        for name in [*self._line_names(), "client", "travel_before", "travel_after"]:
            told.pop(name)
        told.pop("thing", None)
        return told | {"lines": self._lines(), "travel": self.travel}

    def _offer(self, number: int) -> None:
        is_first = number == 0
        nothing = "" if is_first else pgettext_lazy("no further service", "none")
        offered = [("", nothing), *((uid, one.name) for uid, one in self.offered.items())]
        people = [ANYBODY, *((uid, user.name) for uid, user in self.people.items())]
        label = _("Service") if is_first else _("Then")
        self.fields[f"service-{number}"] = forms.ChoiceField(label=label, choices=offered, required=is_first)
        self.fields[f"user-{number}"] = forms.ChoiceField(label=_("By whom"), choices=people, required=False)
        if not is_first:
            self.fields[f"beside-{number}"] = forms.BooleanField(
                label=_("At the same time as the one before"), required=False
            )

    def _offer_things(self) -> None:
        known = [(uid, f"{one.kind.name}: {one.name}") for uid, one in self.things.items()]
        self.fields["thing"] = forms.ChoiceField(
            label=_("Room or device"),
            choices=[("", _("What the service needs")), *known],
            required=False,
            help_text=_("A hall can be booked by itself: nobody performs it, and no {client} need be named."),
        )

    def _lines(self) -> list[Wanted]:
        told = self.cleaned_data
        thing = self.things.get(told.get("thing") or "")
        return [
            Wanted(
                self.offered[uid],
                self.people.get(told.get(f"user-{number}", "")),
                (thing,) if thing and not number else (),
                is_beside=bool(told.get(f"beside-{number}")),
            )
            for number in range(MOST_SERVICES)
            if (uid := told.get(f"service-{number}"))
        ]

    @staticmethod
    def _line_names() -> list[str]:
        names = [
            f"{name}-{number}" for number in range(MOST_SERVICES) for name in ("service", "user", "beside")
        ]
        return [name for name in names if name != "beside-0"]


class MoveForm(AtAnHour):
    """Another day, hour, colleague or address for a visit: what needs no pointer. `lines`: its services, as they stand; `could`:
    by the key of a service who performs it.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = DayField(label=_("Day"))
    begins = WallTimeField(label=pgettext_lazy("an hour", "At"))
    address = address_field()
    travel_before = _minutes_on_the_way(_("Minutes there"))
    travel_after = _minutes_on_the_way(_("Minutes back"))

    def __init__(
        self, *args: Any, visit: Any, lines: Sequence[Any], could: Mapping[int, Sequence[Any]], **more: Any
    ) -> None:
        way = {"address": visit.address, "travel_before": visit.travel_before or None}
        initial = {"day": visit.day, "begins": visit.begins, "travel_after": visit.travel_after or None}
        super().__init__(*args, initial=initial | way | {"version": visit.version}, **more)
        self.zone, self.lines = visit.location.zone, lines
        self.people: list[dict[str, Any]] = []  # of each service: whom it may go to
        for number, line in enumerate(lines):
            self._offer(number, line, could.get(line.service_id, ()))
        if "is_second" in self.data:
            self.offer_which()
        if "over" in self.data:
            self.offer_over()

    @property
    def is_elsewhere(self) -> bool:
        """Whether an address was written."""
        return any(self[name].value() for name in ("address", "travel_before", "travel_after"))

    @property
    def performers(self) -> list[Any]:
        """By whom each service is done: its fields, in their order."""
        return [self[f"user-{number}"] for number in range(len(self.lines))]

    @property
    def users(self) -> list[Any]:
        """Who was chosen for each service; where nobody was sent, who performs it now."""
        told = [self.cleaned_data.get(f"user-{number}", "") for number in range(len(self.lines))]
        chosen = zip(self.lines, self.people, told, strict=True)
        return [known.get(uid, line.user) for line, known, uid in chosen]

    def _offer(self, number: int, line: Any, could: Sequence[Any]) -> None:
        """Those who perform the service, and who performs it now."""
        people = [*could, *([line.user] if line.user and line.user not in could else [])]
        self.people.append({str(user.uid): user for user in people})
        is_only = len(self.lines) == 1
        label = _("By whom") if is_only else _("%(service)s: by whom") % {"service": line.service.name}
        nobody = [] if line.user else [ANYBODY]
        self.fields[f"user-{number}"] = forms.ChoiceField(
            label=label,
            choices=[*nobody, *((uid, user.name) for uid, user in self.people[number].items())],
            initial=str(line.user.uid) if line.user else "",
            required=False,
        )
        self.fields[f"user-{number}"].always_answered = True  # type: ignore[attr-defined]  # somebody stands there

    def words(self) -> dict[str, Any]:
        """What is handed to the command; where no address was sent it stays."""
        told = dict(super().words())
        told["seen"] = told.pop("version")
        for number in range(len(self.lines)):
            told.pop(f"user-{number}", None)
        if self.users != [line.user for line in self.lines]:
            told["users"] = self.users
        way = (told.pop("travel_before") or 0, told.pop("travel_after") or 0)
        if "address" not in self.data:
            told.pop("address")
            return told
        return told | {"travel": way}

    def offer_over(self) -> None:
        """Somebody is taken: whoever may is asked whether to move it all the same."""
        self.fields["over"] = forms.BooleanField(
            label=_("Move it all the same, over what is there"), required=False
        )


class CommentForm(EditForm):
    """What is noted about a visit."""

    comment = comment_field()


class CancelForm(Form):
    """Why a visit does not take place, and who wished so."""

    why = forms.CharField(label=_("Why"), max_length=300, required=False)
    is_by_client = forms.TypedChoiceField(
        label=_("Who cancelled it"),
        choices=[("1", _("the {client}")), ("0", _("we"))],
        coerce=lambda told: told == "1",
        initial="1",
        widget=forms.RadioSelect,
    )
