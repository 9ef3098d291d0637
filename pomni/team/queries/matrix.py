"""What roles may, as a table: rights by area, how far each reaches, and what a change would mean for whoever holds the role."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pomni.kit.module import Capability, Field, all_modules, fields_of
from pomni.team.access import VisibleQuerySet
from pomni.team.grants import MILD_FIRST, Grants, Held, Reach, Scope, reached_by
from pomni.team.models import Location, Role, RoleHeld, User, as_held
from pomni.team.presets import fields_of_preset, grants_of_preset
from pomni.team.queries.rights import all_places, teammates_reached

SCOPES = {
    0: gettext_lazy("none"),
    1: gettext_lazy("own"),
    2: gettext_lazy("of the team"),
    3: gettext_lazy("of the {location}"),
    4: gettext_lazy("all"),
}
# Where a right is about nothing that could be one's own, it is had or not.
YES_OR_NO = {0: gettext_lazy("no"), 4: gettext_lazy("yes")}
RULES = {"": gettext_lazy("shown"), "mask": gettext_lazy("masked"), "hide": gettext_lazy("hidden")}
MOST_NAMES = 3


@dataclass(frozen=True)
class Row:
    """One right of a role, or one of its field rules: what is chosen, what could be, and what the preset says."""

    name: str
    title: Any
    value: Any
    choices: list[tuple[Any, Any]]
    preset: Any
    warns: Any = ""
    refusal: str = ""  # why whoever looks may not choose this

    @property
    def is_plain(self) -> bool:
        """Whether its reach is told by words of its own: yes or no, shown or masked."""
        return self.name not in _reaching() or choices_of(self.name) is YES_OR_NO

    @property
    def differs(self) -> bool:
        """Whether the company chose something else than Pomni brings."""
        return self.preset is not None and self.value != self.preset

    @property
    def preset_words(self) -> Any:
        """What the preset says, in words."""
        known = {**SCOPES, **RULES, **dict(self.choices)}
        return known.get(self.preset, self.preset)


@dataclass(frozen=True)
class Area:
    """The rights and field rules of one module."""

    title: Any
    rights: list[Row]
    fields: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Consequence:
    """What a change of a role means for some who hold it: who, which right, from what to what."""

    who: str
    title: Any
    before: Any
    after: Any
    is_more: bool
    warns: Any


def matrix(viewer: User, role: Role, grants: Mapping[str, int], rules: Mapping[str, str]) -> list[Area]:
    """The table of a role with these values, by module. Rows that the viewer may not choose say why."""
    everywhere, teammates = all_places(), teammates_reached(viewer, role, grants)
    preset_grants = grants_of_preset(role.preset) if role.preset else None
    preset_rules = fields_of_preset(role.preset) if role.preset else None
    told = []
    for module in reversed(list(all_modules())):
        rights = [
            _right(c, grants, preset_grants, _refusal(viewer, c.name, grants, everywhere, teammates))
            for c in module.capabilities
        ]
        fields = [
            _rule(f, rules, preset_rules, _refused_rule(viewer, f, grants, rules)) for f in fields_of(module)
        ]
        if rights or fields:
            told.append(Area(module.verbose_name, rights, fields))
    return told


def consequences(
    viewer: User, role: Role, grants: Mapping[str, int], rules: Mapping[str, str]
) -> list[Consequence]:
    """What would become other for those who hold the role and work here, if it were so: what is gained first."""
    holders = _holders_with_and_without(role, Held(grants, rules, frozenset()))
    told: list[Consequence] = []
    for module in all_modules():
        for capability in module.capabilities:
            told += _of_right(capability, holders)
        for one in fields_of(module):
            told += _of_rule(one, holders)
    return sorted(told, key=lambda c: (not c.is_more, not c.warns))


def choices_of(capability: str) -> dict[int, Any]:
    """The scopes that make a difference for a right: where nothing can be own, of a team or at a location, yes or no."""
    rows = _rows_about(capability)
    if rows is None:
        return YES_OR_NO
    kind = type(rows)
    left_out = set()
    if kind.of_team is VisibleQuerySet.of_team:
        left_out.add(2)
    if kind.at_locations is VisibleQuerySet.at_locations:
        left_out.add(3)
    return {scope: title for scope, title in SCOPES.items() if scope not in left_out}


def scope_words(capability: str, scope: int) -> Any:
    """How far a right reaches, in words."""
    return choices_of(capability).get(scope) or SCOPES[scope]


def rights_of(user: User) -> list[Area]:
    """What a person may, all roles together, by module; rights that they do not have are left out."""
    told = []
    for module in reversed(list(all_modules())):
        rights = [
            Row(c.name, c.title, _words_of(c.name, user.reach(c.name)), [], None, c.warns)
            for c in module.capabilities
            if user.may(c.name)
        ]
        fields = [
            Row(f.name, f.title, RULES[user.field_rule(f.name)], [], None)
            for f in fields_of(module)
            if user.field_rule(f.name) and user.may(f"{f.name.rpartition('.')[0]}.see")
        ]
        if rights or fields:
            told.append(Area(module.verbose_name, rights, fields))
    return told


def lacking(user: User) -> list[Any]:
    """The titles of the rights that a person does not have."""
    return [c.title for module in all_modules() for c in module.capabilities if not user.may(c.name)]


def names_of(users: Iterable[User]) -> str:
    """How many colleagues, and who: at most three by name."""
    people = sorted(users, key=lambda user: user.name)
    shown = ", ".join(user.name for user in people[:MOST_NAMES]) + (", …" if len(people) > MOST_NAMES else "")
    words = ngettext("%(count)s colleague: %(names)s", "%(count)s colleagues: %(names)s", len(people))
    return words % {"count": len(people), "names": shown}


def _right(c: Capability, grants: Mapping[str, int], preset: Mapping[str, int] | None, refusal: str) -> Row:
    value = int(grants.get(c.name, 0))
    was = None if preset is None else int(preset.get(c.name, 0))
    choices = choices_of(c.name)
    offered = {s: t for s, t in SCOPES.items() if s in choices or s in (value, was)}
    return Row(
        c.name, c.title, value, [(s, choices.get(s, t)) for s, t in offered.items()], was, c.warns, refusal
    )


def _rule(f: Field, rules: Mapping[str, str], preset: Mapping[str, str] | None, refusal: str) -> Row:
    was = None if preset is None else preset.get(f.name, "")
    return Row(f.name, f.title, rules.get(f.name, ""), list(RULES.items()), was, "", refusal)


def _refusal(
    viewer: User,
    name: str,
    grants: Mapping[str, int],
    everywhere: frozenset[int],
    teammates: frozenset[int],
) -> str:
    scope = grants.get(name, 0)
    if viewer.grants.covers_one(name, scope, everywhere, teammates):
        return ""
    return _("You cannot give this: your own roles do not reach so far.")


def _refused_rule(viewer: User, f: Field, grants: Mapping[str, int], rules: Mapping[str, str]) -> str:
    if not grants.get(f"{f.name.rpartition('.')[0]}.see"):
        return ""
    mine, chosen = viewer.field_rule(f.name), rules.get(f.name, "")
    if MILD_FIRST.index(mine) <= MILD_FIRST.index(chosen):
        return ""
    return _("You cannot show this: it is kept from you too.")


def _holders_with_and_without(role: Role, new: Held) -> list[tuple[User, Grants, Grants]]:
    """Each colleague who holds the role and works here, with their rights now and as they would be."""
    rows = RoleHeld.objects.filter(user__roles_held__role=role, user__is_active=True, user__is_robot=False)
    by_user: dict[User, list[RoleHeld]] = {}
    for held in rows.select_related("user", "role").order_by("pk").distinct():
        by_user.setdefault(held.user, []).append(held)
    everywhere = frozenset(Location.objects.values_list("pk", flat=True))
    told = []
    for user, held_by_them in by_user.items():
        now = as_held(held_by_them, everywhere)
        then = tuple(
            Held(new.grants, new.fields, one.locations) if row.role_id == role.pk else one
            for row, one in zip(held_by_them, now, strict=True)
        )
        told.append((user, Grants(now), Grants(then)))
    return told


def _of_right(c: Capability, holders: list[tuple[User, Grants, Grants]]) -> list[Consequence]:
    changed: dict[tuple[str, str, bool], list[User]] = {}
    for user, now, then in holders:
        was, will = reached_by(now.held, c.name), reached_by(then.held, c.name)
        if was != will:
            told = (str(_words_of(c.name, was)), str(_words_of(c.name, will)), will.covers(was))
            changed.setdefault(told, []).append(user)
    return [
        Consequence(names_of(users), c.title, before, after, more, c.warns if more else "")
        for (before, after, more), users in changed.items()
    ]


def _of_rule(f: Field, holders: list[tuple[User, Grants, Grants]]) -> list[Consequence]:
    changed: dict[tuple[str, str], list[User]] = {}
    for user, now, then in holders:
        if (was := now.field_rule(f.name)) != (will := then.field_rule(f.name)):
            changed.setdefault((was, will), []).append(user)
    return [
        Consequence(
            names_of(users),
            f.title,
            RULES[was],
            RULES[will],
            MILD_FIRST.index(will) < MILD_FIRST.index(was),
            "",
        )
        for (was, will), users in changed.items()
    ]


def _words_of(capability: str, reach: Reach) -> Any:
    """How far somebody reaches, in words; with several roles the furthest, or the two that do not hold each other."""
    words = choices_of(capability)
    if reach.all or (reach and words is YES_OR_NO):
        return words[Scope.ALL]
    parts = [
        words.get(Scope.TEAM) if reach.team else None,
        words.get(Scope.LOCATION) if reach.locations else None,
    ]
    told = [str(part) for part in parts if part]
    return ", ".join(told) or words[Scope.OWN if reach else Scope.NONE]


@cache
def _reaching() -> frozenset[str]:
    """The names of all rights; what else stands in the table are field rules."""
    return frozenset(c.name for module in all_modules() for c in module.capabilities)


@cache
def _rows_about(capability: str) -> VisibleQuerySet[Any] | None:
    """The rows that a right is about, where somebody's own can be told among them: of several those that it is named for."""
    about = capability.rpartition(".")[0]
    seen = [model for model in apps.get_models() if getattr(model, "see", "") == f"{about}.see"]
    seen.sort(key=lambda model: model._meta.label_lower != about)
    rows = [model._default_manager.all() for model in seen[:1]]
    return next((one for one in rows if isinstance(one, VisibleQuerySet)), None)
