"""Keeping views of the list of visits, changing and deleting them."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.schedule import events
from pomni.schedule.models import SavedView
from pomni.schedule.queries import may_change_view, stamp_of_view, visits_understood
from pomni.schedule.queries.saved import SHARE
from pomni.team.access import command
from pomni.team.models import User

SEE = "schedule.visit.see"
MOST = 100  # views of one person
LONGEST_NAME = 80


@command(SEE, makes=SavedView)
def save_view(*, name: str, by: User, query: str = "", is_shared: bool = False) -> SavedView:
    """Keep what narrows the list of visits, its order and its columns under a name, for oneself or for all who see visits.

    `query`: the words of the list's address. Raises Refused with the field.
    """
    told = _checked({"name": name, "query": query, "is_shared": is_shared}, by)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if SavedView.objects.filter(owner=by).count() >= MOST:
        raise Refused(_("You have %(most)s views. Delete one that you need no more.") % {"most": MOST})
    made: SavedView = SavedView.objects.create(owner=by, changed_at=now(), **told)
    remember(events.ViewSaved(savedview_id=made.pk, name=_told(made), is_shared=made.is_shared), by=by)
    return made


@command(SEE)
def change_view(view: SavedView, *, by: User, seen: str = "", **changes: Any) -> SavedView:
    """Change any of what `save_view` takes, of a view of one's own, or of a shared one with the right to share.

    `seen` is the stamp (`stamp_of_view`) of what the person began from: Refused where somebody changed it meanwhile.
    """
    view = _locked(view, by)
    if seen and seen != stamp_of_view(view):
        raise Refused(_("Somebody has changed this view meanwhile. Open it anew and change it then."))
    told = _checked(changes, by, had=view)
    was_known = view.is_shared  # whoever shared it knows it by that name
    changed = [name for name, value in told.items() if getattr(view, name) != value]
    if not changed:
        return view
    for name in changed:
        setattr(view, name, told[name])
    view.changed_at = now()
    view.save(update_fields=[*changed, "changed_at"])
    known_as = view.name if was_known or view.is_shared else ""
    remember(
        events.ViewChanged(savedview_id=view.pk, name=known_as, fields=", ".join(sorted(changed))), by=by
    )
    return view


@command(SEE)
def delete_view(view: SavedView, *, by: User) -> None:
    """The view is gone; the visits that it showed are not concerned. Twice is once."""
    if not SavedView.objects.filter(pk=view.pk).exists():
        return
    view = _locked(view, by)
    event = events.ViewDeleted(savedview_id=view.pk, name=_told(view))
    view.delete()
    remember(event, by=by)


def _locked(view: SavedView, by: User) -> SavedView:
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if not may_change_view(by, view):
        raise NotAllowed(_("This view is not yours. Save one of your own like it."), capability=SHARE)
    return view


def _told(view: SavedView) -> str:
    """Its name as others may read it in the log."""
    return view.name if view.is_shared else ""


def _checked(words: dict[str, Any], by: User, had: SavedView | None = None) -> dict[str, Any]:
    """What is kept of the words. Raises Refused."""
    told = dict(words)
    if "name" in told:
        told["name"] = _name(told["name"])
    if "query" in told:
        told["query"] = visits_understood(told["query"])
    is_shared = bool(told.get("is_shared", had and had.is_shared))
    if is_shared != bool(had and had.is_shared) and not by.may(SHARE):
        raise Refused(
            _("Your role does not allow you to share views. Keep it for yourself."), field="is_shared"
        )
    return told


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or "\x00" in name:
        raise Refused(_("Name the view."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(_("At most %(longest)s characters.") % {"longest": LONGEST_NAME}, field="name")
    return name
