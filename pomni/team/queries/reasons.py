"""Why a colleague sees a record: the very conditions by which `visible_to` finds it, asked one by one and put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from pomni.team.access import VisibleQuerySet
from pomni.team.grants import Held, Scope
from pomni.team.models import Location, RoleHeld, User, as_held
from pomni.team.queries.rights import granters, title_of

AT_ONCE = 200  # colleagues of whom one statement asks: SQLite takes 2000 columns


@dataclass(frozen=True)
class HeldHere:
    """A role as a colleague holds it, with what it comes to."""

    row: RoleHeld
    held: Held

    @property
    def words(self) -> str:
        """The role, and where it is held."""
        where = str(self.row.location) if self.row.location else _("wherever they work")
        return f"{self.row.role}, {where}"


@dataclass(frozen=True)
class Why:
    """A colleague, and for each of their roles by which they see the record, why."""

    user: User
    reasons: list[str]


@dataclass(frozen=True)
class WhyNot:
    """What a colleague lacks for seeing a record, by role, and who could grant it."""

    user: User
    missing: list[str]
    granters: list[str]


def visible_record(viewer: User, label: str, uid: Any) -> Any:
    """A record of any kind of which somebody's own can be told, if the viewer sees it. Raises Http404."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    rows = model._default_manager.all()
    if not (isinstance(rows, VisibleQuerySet) and getattr(model, "see", None) and hasattr(model, "uid")):
        raise Http404
    return get_object_or_404(rows.visible_to(viewer), uid=uid)


def why(record: Model) -> list[Why]:
    """Everybody who works here and sees the record, with the reasons."""
    held = _held_by_all()
    people = sorted(held, key=lambda user: user.name)
    found = []
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        fits = _fits(record, {user: held[user] for user in some})
        found += [Why(user, _reasons(record, user, held[user], fits)) for user in some]
    return [one for one in found if one.reasons]


def why_not(record: Model, user: User) -> WhyNot | None:
    """What the colleague lacks; None where they do see the record."""
    held = _held_by_all(user).get(user, [])
    fits = _fits(record, {user: held})
    if _reasons(record, user, held, fits):
        return None
    see = _see(record)
    told = [_missing(one, see) for one in held] or [_("They hold no role, so they see nothing.")]
    if not user.is_active:
        told = [_("Their access has ended.")]
    return WhyNot(user, told, granters(see))


def _see(record: Model) -> str:
    return record.see  # type: ignore[attr-defined]  # every visible model names it


def _held_by_all(only: User | None = None) -> dict[User, list[HeldHere]]:
    rows = RoleHeld.objects.filter(user__is_robot=False).select_related(
        "user", "role", "location", "user__team"
    )
    rows = rows.filter(user=only) if only else rows.filter(user__is_active=True)
    by_user: dict[User, list[RoleHeld]] = {}
    for row in rows.order_by("pk"):
        by_user.setdefault(row.user, []).append(row)
    everywhere = frozenset(Location.objects.values_list("pk", flat=True))
    return {
        user: [HeldHere(*pair) for pair in zip(mine, as_held(mine, everywhere), strict=True)]
        for user, mine in by_user.items()
    }


def _fits(record: Model, held: Mapping[User, list[HeldHere]]) -> dict[str, bool]:
    """Whether the record fulfils each condition, by its name: one statement for all."""
    rows: Any = type(record)._default_manager.all()
    asked: dict[str, Q] = {}
    for user, mine in held.items():
        for one in mine:
            for how in _hows(one.held, _see(record)):
                if how != "all":
                    asked[_name(user, how, one.held)] = _condition(rows, user, how, one.held)
    if not asked:
        return {}
    one_row = rows.filter(pk=OuterRef("pk"))
    exists = {name: Exists(one_row.filter(condition)) for name, condition in asked.items()}
    return rows.filter(pk=record.pk).order_by().values(**exists).get()


def _hows(held: Held, see: str) -> list[str]:
    """By which conditions a role reaches records, the same as `Reach` and `visible_to` take them."""
    scope = held.grants.get(see, 0)
    if scope == Scope.ALL:
        return ["all"]
    hows = ["own"] if scope >= Scope.OWN else []
    if scope == Scope.TEAM:
        hows.append("team")
    if scope == Scope.LOCATION and held.locations:
        hows.append("place")
    return hows


def _condition(rows: Any, user: User, how: str, held: Held) -> Q:
    if how == "own":
        return rows.own(user)
    return rows.of_team(user) if how == "team" else rows.at_locations(held.locations)


def _name(user: User, how: str, held: Held) -> str:
    at = "_".join(str(pk) for pk in sorted(held.locations)) if how == "place" else ""
    return f"fits_{how}_{user.pk}_{at}"


def _reasons(record: Any, user: User, mine: list[HeldHere], fits: Mapping[str, bool]) -> list[str]:
    rows = type(record)._default_manager.all()
    told = []
    for one in mine:
        for how in _hows(one.held, _see(record)):
            if how == "all" or fits[_name(user, how, one.held)]:
                because = rows.because(how, user, record)
                told.append(_("%(role)s: %(because)s") % {"role": one.words, "because": because})
    return told


def _missing(one: HeldHere, see: str) -> str:
    right, scope = title_of(see), one.held.grants.get(see, 0)
    sentences = {
        Scope.NONE: _("%(role)s: has no right “%(right)s”."),
        Scope.OWN: _("%(role)s: “%(right)s” reaches their own only, and this is not theirs."),
        Scope.TEAM: _("%(role)s: “%(right)s” reaches as far as their team, and this is nobody’s of it."),
        Scope.LOCATION: _("%(role)s: “%(right)s” reaches their {location}, and this belongs to another."),
    }
    return sentences[Scope(scope)] % {"role": one.words, "right": right}
