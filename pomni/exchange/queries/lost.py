"""What the trial of an import found that would not be taken, in words for one viewer."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from pomni.exchange.models import Import
from pomni.exchange.told import targets
from pomni.facts.queries import CLIENT, fields
from pomni.people.events.told import as_said
from pomni.people.queries import clients_by_id
from pomni.team.models import User
from pomni.team.queries import colleagues, locations
from pomni.ui.widgets import written


def facts_lost(viewer: User, import_: Import) -> list[dict[str, Any]]:
    """The rows of a few of those who are here, each with "says": what stands here, and what in the file.

    Of a field that the viewer does not see in full its name is said, and nothing else.
    """
    titles = {target.key: str(target.title) for target in targets()}
    words = _words_for(viewer)
    lost = []
    for one in import_.trial.get("lost", ()):
        facts = [
            titles.get(key, key)
            if viewer.field_rule(f"people.client.{key}")
            else _said(titles.get(key, key), *(words.get(key, str)(value) if value else "" for value in both))
            for key, both in one["facts"].items()
        ]
        lost.append({**one, "says": facts})
    return lost


def _said(title: str, here: str, there: str) -> str:
    told = {"title": title, "here": here[:200] or "–", "there": there[:200] or "–"}
    return _("%(title)s: here %(here)s, in the file %(there)s") % told


def _day(told: str) -> str:
    """A day as the reader writes it; of a birthday the year may be unknown."""
    return as_said("birthday", told) if told.startswith("--") else written(dt.date.fromisoformat(told))


def _words_for(viewer: User) -> Mapping[str, Callable[[Any], str]]:
    """How values are said that are not said as they stand; each table is asked where one of its keys is told."""

    @cache
    def team() -> dict[int, str]:
        return dict(colleagues(viewer).values_list("pk", "name"))

    @cache
    def places() -> dict[int, str]:
        return {place.pk: place.name for place in locations()}

    def firm(told: Any) -> str:
        if isinstance(told, str):
            return told
        found = clients_by_id(viewer, [told]).get(told)
        return found.name if found else ""

    own_days = {one.key: _day for one in fields(CLIENT) if one.kind == "date"}
    return own_days | {
        "birthday": _day,
        "added_at": _day,
        "responsible": lambda pk: team().get(pk, ""),
        "location": lambda pk: places().get(pk, ""),
        "organisation": firm,
    }
