"""What is asked for when free time is looked for, and how visits are booked at a location."""

from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.catalog.queries import services
from pomni.kit.clock import today
from pomni.kit.forms import Form, OnceForm
from pomni.kit.ids import as_uuid
from pomni.kit.prepared import records_of
from pomni.people.queries import client_chosen_by
from pomni.schedule.commands.terms import BOUNDS
from pomni.schedule.forms.visits import ANYBODY
from pomni.schedule.laying import Wanted
from pomni.schedule.queries import Asked, performers
from pomni.ui.choosing import OneOfManyField, looks_among
from pomni.ui.widgets import DayField, WallTimeField

MOST_SERVICES = 3  # that are looked for at once
DAYS = ((1, _("one day")), (7, _("a week")), (14, _("two weeks")), (31, _("a month")))
PARTS = (
    ("", _("any time")),
    ("morning", pgettext_lazy("a part of the day", "morning")),
    ("afternoon", pgettext_lazy("a part of the day", "afternoon")),
    ("evening", pgettext_lazy("a part of the day", "evening")),
)
LONG, USUAL = 31, 14  # days


def _offered(viewer: Any) -> Any:
    return services(viewer).order_by("sorted_as", "pk")


class FreeForm(OnceForm):
    """Which services by whom, where, in which part of which days; and for whom, so that a press books."""

    marks_optional = False  # most of it is, and is filled in already

    at = forms.ChoiceField(label=_("{Location}"), required=False)
    on = DayField(label=_("From the day"), required=False)
    days = forms.TypedChoiceField(label=_("For how long"), choices=DAYS, coerce=int, required=False)
    part = forms.ChoiceField(label=_("Part of the day"), choices=PARTS, required=False)
    client = OneOfManyField("agenda:clients", label=_("{Client}"))
    name = forms.CharField(label=_("Or somebody new: name"), max_length=200, required=False)
    phone = forms.CharField(label=_("Their phone"), max_length=60, required=False)

    def __init__(
        self, *args: Any, viewer: Any, places: list[Any], is_brief: bool = False, **more: Any
    ) -> None:
        """`is_brief`: it is not shown, so nothing but what was chosen is looked up."""
        super().__init__(*args, **more)
        known: Any = partial(_offered, viewer)
        can: Any = partial(performers, viewer)
        if is_brief:
            for name in ("client", "name", "phone"):
                del self.fields[name]
            of = (viewer.pk, viewer.access_stamp)
            known = partial(self._chosen, known, "service", of)
            can = partial(self._chosen, can, "user", of)
        else:
            looks_among(self.fields["client"], client_chosen_by(viewer))
        self.offered = {str(one.uid): one for one in known()}
        self.people = {str(user.uid): user for user in can()}
        self.places = {str(one.uid): one for one in places}
        everywhere = [("all", _("everywhere"))] if len(places) > 1 else []
        named = [(uid, one.name) for uid, one in self.places.items()]
        self.fields["at"] = forms.ChoiceField(
            label=_("{Location}"), choices=[*named, *everywhere], required=False
        )
        people = [ANYBODY, *((uid, user.name) for uid, user in self.people.items())]
        for number in range(MOST_SERVICES):
            nothing = pgettext_lazy("no further service", "none") if number else ""
            offered = [("", nothing), *((uid, one.name) for uid, one in self.offered.items())]
            self.fields[f"service-{number}"] = forms.ChoiceField(
                label=_("Then") if number else _("Service"), choices=offered, required=False
            )
            self.fields[f"user-{number}"] = forms.ChoiceField(
                label=_("By whom"), choices=people, required=False
            )

    def _chosen(self, rows: Any, name: str, of: tuple[Any, ...]) -> list[Any]:
        """Those of the rows that were chosen in the fields of this name. `of`: whose rows they are."""
        sent = {as_uuid(self.data.get(f"{name}-{number}", "")) for number in range(MOST_SERVICES)}
        uids = [uid for uid in sent if uid]
        key = ("chosen", name, of, len(uids))
        return records_of(key, lambda *some: rows().filter(uid__in=some), *uids) if uids else []

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Each service with who performs it."""
        return [(self[f"service-{number}"], self[f"user-{number}"]) for number in range(MOST_SERVICES)]

    @property
    def has_further(self) -> bool:
        """Whether more than one service was chosen."""
        return any(service.value() for service, _user in self.pairs[1:])

    @property
    def asked(self) -> list[Asked]:
        """The services that were chosen, and by whom."""
        told = self.cleaned_data
        return [
            Asked(self.offered[uid], self.people.get(told.get(f"user-{number}", "")))
            for number in range(MOST_SERVICES)
            if (uid := told.get(f"service-{number}"))
        ]

    @property
    def where(self) -> list[Any]:
        """The locations at which it is looked; the first one where none was chosen."""
        told = self.cleaned_data.get("at") or ""
        if told == "all":
            return list(self.places.values())
        return [self.places[told]] if told in self.places else list(self.places.values())[:1]

    def span(self, location: Any) -> tuple[Any, Any]:
        """The first and the last day on which it is looked."""
        now_there = today(ZoneInfo(location.zone))
        first = max(self.cleaned_data.get("on") or now_there, now_there)
        return first, first + timedelta(days=min(LONG, self.cleaned_data.get("days") or USUAL) - 1)

    def wanted(self, told: str) -> tuple[Wanted, ...]:
        """The services as a start says that they are performed: colleagues by uid, in order."""
        by = told.split(",") if told else []
        found = self.asked
        people = [self.people.get(uid) for uid in by] + [None] * len(found)
        return tuple(Wanted(one.service, one.user or user) for one, user in zip(found, people, strict=False))


def _number(name: str, label: Any, **more: Any) -> forms.IntegerField:
    least, most, may_be_empty = BOUNDS[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=not may_be_empty, **more)


class TermsForm(Form):
    """How visits are booked at a location."""

    step = _number("step", _("Minutes between two starts"))
    lead = _number(
        "lead",
        _("Not sooner than, minutes from now"),
        help_text=_("For those who book by themselves. The desk may book at once."),
    )
    horizon = _number("horizon", _("Not later than, days from now"))
    hold = _number(
        "hold",
        _("A freed time is held for, minutes"),
        help_text=_("For the one on the waiting list who is asked; then the next one is."),
    )
    most_a_day = _number(
        "most_a_day",
        _("Visits a day, all together"),
        help_text=_("Empty: as many as there is time for. The desk may go beyond it, and is told so."),
    )
    most_each = _number("most_each", _("Visits a day, of each {specialist}"))
    own_change = _number(
        "own_change",
        _("{Clients} move and cancel by themselves until, hours before"),
        help_text=_("On the booking page and by the link in a message. Empty: they ask you to do it."),
    )
    prepay_after = _number(
        "prepay_after",
        _("Ask for a prepayment after, no-shows"),
        help_text=_(
            "Within a year. The desk is told when it books; online such {clients} are asked to call. Empty: never."
        ),
    )
    late_hours = _number(
        "late_hours",
        _("Cancelled late: less than, hours before"),
        help_text=_("Whoever cancels so late counts as one who did not come. Empty: never."),
    )


class ClosureForm(OnceForm):
    """When a location is closed, and why."""

    takes_focus = False

    first = DayField(label=_("First day"))
    begins = WallTimeField(label=_("From the hour"), required=False)
    last = DayField(label=_("Last day"))
    ends = WallTimeField(label=_("Until the hour"), required=False, help_text=_("Without hours: whole days."))
    why = forms.CharField(label=_("Why"), max_length=200)
