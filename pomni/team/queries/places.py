"""Teams and locations."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import dates
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pomni.kit.clock import now, today
from pomni.kit.days_off import holidays_of
from pomni.kit.module import function_named, offered
from pomni.kit.places import zones
from pomni.team import hours
from pomni.team.models import Company, Invitation, Location, RoleHeld, Team, User


def locations(keep: Location | None = None) -> QuerySet[Location]:
    """The locations that something new can be put at, by name. `keep` is offered too where it is archived by now."""
    return Location.objects.filter(Q(archived_at=None) | Q(pk=keep.pk if keep else None)).order_by("name")


def all_locations() -> QuerySet[Location]:
    """All locations, the archived last."""
    return Location.objects.order_by("archived_at", "name")


def location(uid: Any) -> Location:
    """One location. Raises Http404."""
    return get_object_or_404(Location, uid=uid)


def teams() -> QuerySet[Team]:
    """All teams of the company, with the number of their members that work here."""
    working = Count("members", filter=Q(members__is_active=True, members__is_robot=False))
    return Team.objects.select_related("lead").annotate(size=working).order_by("name")


def team(uid: Any) -> Team:
    """One team. Raises Http404."""
    return get_object_or_404(Team.objects.select_related("lead"), uid=uid)


def members(viewer: User, team: Team) -> QuerySet[User]:
    """Who is in a team, as far as the viewer sees colleagues."""
    return User.objects.visible_to(viewer).people().filter(team=team).order_by("-is_active", "name", "pk")


@dataclass(frozen=True)
class PlaceNow:
    """A location as it stands now: its state by its own clock, and that in words."""

    location: Location
    state: hours.State | None  # None: nobody has said when it is open
    local: Any

    @property
    def local_hour(self) -> str:
        """What time it is there."""
        return f"{self.local:%H:%M}"

    @property
    def zone_words(self) -> str:
        """Its time zone, by the name of the city."""
        return dict(zones()).get(self.location.zone, self.location.zone.replace("_", " "))

    @property
    def words(self) -> str:
        """The state in words."""
        if self.location.archived_at:
            return _("archived")
        if self.state is None:
            return _("hours are not set")
        if self.state.is_open:
            until = self.state.until
            return _("open until %(hour)s") % {"hour": f"{until:%H:%M}"} if until else _("open day and night")
        if self.state.holiday:
            return _("closed: %(holiday)s") % {"holiday": self.state.holiday}
        return self._closed()

    def _closed(self) -> str:
        opens = self.state.opens if self.state else None
        if opens is None:
            return _("closed")
        if opens.date() == self.local.date():
            return _("closed, opens at %(hour)s") % {"hour": f"{opens:%H:%M}"}
        return _("closed today") if not self._was_open_today() else _("closed for today")

    def _was_open_today(self) -> bool:
        return bool(self.location.hours.get(str(self.local.isoweekday())))


def places_now(company: Company, places: list[Location]) -> list[PlaceNow]:
    """Each location with its state at this moment, by its own clock and the holidays of the company's country."""
    return [_place_now(company, place) for place in places]


def week_of(place: Location) -> list[tuple[str, list[Any]]]:
    """The opening hours by day: the day's name and its spans."""
    return [(str(dates.WEEKDAYS[int(day) - 1]), list(place.hours.get(day, []))) for day in hours.DAYS]


def next_holidays(company: Company, place: Location, *, most: int = 3) -> list[tuple[date, str]]:
    """The next public holidays: their days and names."""
    first = today(ZoneInfo(place.zone))
    found = _holidays(company, first.year, 2)
    return [(day, found[day]) for day in sorted(found) if day >= first][:most]


def uses_of(place: Location) -> list[str]:
    """What still hangs on a location, in sentences: colleagues who work there, invitations to it, what modules know."""
    told = []
    working = RoleHeld.objects.filter(location=place, user__is_active=True, user__is_robot=False)
    if names := sorted(set(working.values_list("user__name", flat=True))):
        words = ngettext(
            "%(count)s colleague holds a role there: %(names)s.",
            "%(count)s colleagues hold a role there: %(names)s.",
            len(names),
        )
        told.append(words % {"count": len(names), "names": ", ".join(names[:5])})
    asked = Invitation.objects.filter(Q(location=place) | Q(further__location=place), taken_by=None)
    if number := asked.filter(withdrawn_at=None, expires__gt=now()).distinct().count():
        words = ngettext(
            "%(count)s invitation to it is open.", "%(count)s invitations to it are open.", number
        )
        told.append(words % {"count": number})
    return told + [line for path in offered("place_uses") for line in function_named(path)(place)]


def zone_told(place: Location, zone: str) -> list[str]:
    """What becomes of what is to come at a location where it gets this zone, in sentences."""
    if zone == place.zone:
        return []
    return [line for path in offered("zone_tellers") for line in function_named(path)(place, zone)]


def holders_at(place: Location) -> QuerySet[RoleHeld]:
    """The roles that are held at a location."""
    held = RoleHeld.objects.filter(location=place, user__is_robot=False).select_related("user", "role")
    return held.order_by("-user__is_active", "user__name", "pk")


def _place_now(company: Company, place: Location) -> PlaceNow:
    local = now().astimezone(ZoneInfo(place.zone))
    if not place.hours:
        return PlaceNow(place, None, local)
    closed = _holidays(company, local.year, 2) if place.closed_on_holidays else {}
    return PlaceNow(place, hours.state_at(place.hours, local, closed), local)


def _holidays(company: Company, year: int, years: int) -> dict[date, str]:
    if not company.country:
        return {}
    language = (get_language() or "en").split("-")[0]
    return {
        day: name
        for one in range(year, year + years)
        for day, name in holidays_of(company.country, one, language).items()
    }
