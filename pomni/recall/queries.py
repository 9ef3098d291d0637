"""Reading who is due. The first argument is whoever reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from pomni.kit.clock import now, today
from pomni.kit.ids import as_uuid
from pomni.kit.paging import USUAL, Page, page_of
from pomni.people.queries import clients, clients_by_id, phones_of
from pomni.recall.models import Due, Invitation
from pomni.team.models import User

BECAUSE = dict(Invitation.Because.choices)
SOON = 14  # days ahead
ORDER = ("-due_on", "-pk")  # who has just become due first: whoever is years late is hardly a client any more
LATE: dict[
    str, tuple[Any, int | None, int | None]
] = {  # what it is called; late by at least, by at most so many days
    "": (gettext_lazy("Due now"), 0, None),
    "soon": (gettext_lazy("Within two weeks"), -SOON, -1),
    "month": (gettext_lazy("Up to a month late"), 0, 30),
    "half": (gettext_lazy("One to six months late"), 31, 182),
    "more": (gettext_lazy("More than half a year late"), 183, None),
    "put_off": (pgettext_lazy("whom to invite", "Put off"), None, None),
}
BY = {
    "": pgettext_lazy("due", "By either"),
    "interval": gettext_lazy("By the service"),
    "rhythm": gettext_lazy("By their own rhythm"),
}


@dataclass(frozen=True)
class Wanted:
    """Which rows are asked for: uids of a service, a colleague and a location, how late, and by what."""

    service: str = ""
    user: str = ""
    location: str = ""
    late: str = ""
    by: str = ""

    @classmethod
    def from_words(cls, told: Any) -> "Wanted":
        """What stands in an address or a form; words that mean nothing are left out."""
        uids = {name: str(as_uuid(told.get(name, "")) or "") for name in ("service", "user", "location")}
        late, by = told.get("late", ""), told.get("by", "")
        return cls(**uids, late=late if late in LATE else "", by=by if by in BY else "")

    @property
    def words(self) -> dict[str, str]:
        """As it stands in an address."""
        return {name: word for name, word in vars(self).items() if word}


@dataclass(frozen=True)
class Row:
    """A client who is due for a service. `days`: for how many; below nothing: in so many."""

    due: Due
    client: Any
    phone: str
    days: int
    whys: tuple[str, ...]
    invited: Invitation | None  # the last time

    @property
    def key(self) -> str:
        """How the row is named in a form."""
        return f"{self.client.uid}.{self.due.service.uid}"


def within_reach(viewer: User, capability: str = "") -> Any:
    """Who is due for something, or will be, as far as the viewer reaches clients: nobody who has a visit ahead."""
    rows: Any = Due.objects.visible_to(viewer, capability)
    rows = rows.waiting(now())
    reach = viewer.reach("people.client.see")
    if (
        reach.locations or reach.team
    ):  # most rows are within reach: they are looked at one by one, in the order of the list
        rows = rows.filter(Exists(clients(viewer).order_by().filter(pk=OuterRef("client_id"))))
    elif not reach.all:
        rows = rows.filter(client__in=clients(viewer).order_by().values("pk"))
    return rows


def stands() -> Q:
    """Of rows that are put off until no later day than today."""
    return Q(put_off_until=None) | Q(put_off_until__lte=today())


def found(viewer: User, wanted: Wanted) -> Any:
    """The rows that are asked for, in no order."""
    told = {"service__uid": wanted.service, "user__uid": wanted.user, "location__uid": wanted.location}
    rows = within_reach(viewer).filter(**{name: uid for name, uid in told.items() if uid})
    if wanted.late == "put_off":
        rows = rows.filter(put_off_until__gt=today())
        return rows.filter(**{f"{wanted.by}_on__isnull": False}) if wanted.by else rows
    rows = rows.filter(stands())
    _name, least, most = LATE[wanted.late]
    column = f"{wanted.by}_on" if wanted.by else "due_on"
    day = today()
    rows = rows.filter(_until(column, day, least))
    return rows.filter(_since(column, day, most)) if most is not None else rows


def _until(column: str, day: date, least: int | None) -> Q:
    until = day - timedelta(days=least or 0)
    return Q(
        **{f"{column}__lte": until, "due_on__lte": until}
    )  # that is the first of all columns, and has the index


def _since(column: str, day: date, most: int) -> Q:
    return Q(**{f"{column}__gte": day - timedelta(days=most)})


def due_page(viewer: User, wanted: Wanted, *, after: str | None = None, limit: int = USUAL) -> Page[Row]:
    """A page of who is due, those who have just become so first; as many statements whatever there is."""
    rows = found(viewer, wanted).select_related("service", "location", "user")
    page = page_of(rows, by=ORDER, of=f"due {sorted(wanted.words.items())}", after=after, limit=limit)
    return Page(told(viewer, page.items), page.next)


def told(viewer: User, rows: list[Due]) -> list[Row]:
    """These rows with their clients as the viewer may see them."""
    keys = [one.client_id for one in rows]
    known, phones, invited = clients_by_id(viewer, keys), phones_of(viewer, keys), _invited(keys)
    day = today()
    return [
        Row(
            one, client, phones.get(client.pk, ""), (day - one.due_on).days, whys(one), invited.get(client.pk)
        )
        for one in rows
        if (client := known.get(one.client_id))
    ]


def _invited(clients: list[int]) -> dict[int, Invitation]:
    rows = Invitation.objects.filter(client__in=clients).exclude(state=Invitation.State.DROPPED)
    return {one.client_id: one for one in rows.order_by("at", "pk")}


def chosen(viewer: User, wanted: Wanted, keys: Sequence[str], most: int) -> list[Due]:
    """The rows that are named by these keys; without keys all that are asked for, those who have just become due first.

    At most so many. Each with its client, service and location.
    """
    rows = found(viewer, wanted).select_related("client", "service", "location")
    if keys:
        pairs = [
            (as_uuid(client), as_uuid(service))
            for client, _dot, service in (key.partition(".") for key in keys)
        ]
        rows = rows.filter(client__uid__in=[one for one, _service in pairs if one])
        named = set(pairs)
        return [one for one in rows.order_by(*ORDER) if (one.client.uid, one.service.uid) in named][:most]
    return list(rows.order_by(*ORDER)[:most])


def keys_of(viewer: User, pairs: Sequence[tuple[Any, Any]]) -> list[int]:
    """The keys of the rows of these clients and services (by their uids) that are within reach."""
    rows = within_reach(viewer).filter(client__uid__in=[client for client, _service in pairs])
    named = set(pairs)
    return [pk for pk, *pair in rows.values_list("pk", "client__uid", "service__uid") if tuple(pair) in named]


def whys(one: Due) -> tuple[str, ...]:
    """By what somebody is due, in words: the service's interval, their own rhythm and what it is told from, or both."""
    said = []
    if one.interval_on:
        days = (one.interval_on - one.last_on).days
        words = ngettext("after %(days)s day, by the service", "after %(days)s days, by the service", days)
        said.append(words % {"days": days})
    if one.rhythm_on and one.rhythm_days:
        words = _rhythm_of_category(one.rhythm_days) if one.rhythm_of_category else _rhythm(one.rhythm_days)
        said.append(words % {"days": one.rhythm_days, "gaps": one.rhythm_gaps})
    return tuple(said)


def _rhythm(days: int) -> str:
    return ngettext(
        "comes every %(days)s day: the middle of the last %(gaps)s gaps",
        "comes every %(days)s days: the middle of the last %(gaps)s gaps",
        days,
    )


def _rhythm_of_category(days: int) -> str:
    return ngettext(
        "comes every %(days)s day for services of this category: the middle of the last %(gaps)s gaps",
        "comes every %(days)s days for services of this category: the middle of the last %(gaps)s gaps",
        days,
    )


def nothing_is_due(viewer: User) -> str:
    """What to do where the list is empty without any filter."""
    if within_reach(viewer).exists():
        return _(
            "Nobody is due now. Whoever will be within two weeks stands under “Within two weeks”, whoever is to be left "
            "alone for a time under “Put off”."
        )
    return _(
        "Write into a service after how many days it comes again. Whoever came for it stands here when these have "
        "passed and nothing is booked; so does whoever stays away for longer than they used to."
    )
