"""Making segments and changing them."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext as _

from pomni.facts import queries as facts
from pomni.kit.clock import now
from pomni.kit.errors import NotAllowed, Refused
from pomni.kit.ids import as_uuid
from pomni.memory.commands import remember
from pomni.people.events import SegmentArchived, SegmentChanged, SegmentMade, SegmentRestored
from pomni.people.models import Segment
from pomni.people.queries.asked import USUAL, Asked
from pomni.people.queries.segmented import SHARE, may_change, stamp_of
from pomni.team.access import command
from pomni.team.models import Location, Role, User

SEE = "people.client.see"
MOST = 100  # segments of one person that are not archived
LONGEST_NAME = 80
SOME = {"roles", "locations"}


class SegmentWords(TypedDict, total=False):
    """What is told of a segment. `sort` and `columns` are words of the address of the list."""

    name: str
    condition: dict[str, Any]
    is_shared: bool
    roles: Sequence[Any]  # uids: with whoever holds one of these roles, and
    locations: Sequence[Any]  # with whoever works at one of these; neither told: with all who see clients
    sort: str
    columns: Sequence[str]


@command(SEE, makes=Segment)
def make_segment(*, by: User, **words: Unpack[SegmentWords]) -> Segment:
    """Keep a condition under a name, for oneself or shared with all who see clients.

    Raises Refused with the field; a condition is refused with the line and the reason (`WrongCondition`).
    """
    told = _checked({"name": "", "condition": {}, **words}, by)
    if Segment.objects.filter(owner=by.pk, archived_at=None).count() >= MOST:
        raise Refused(_("You have %(most)s segments. Archive one that you need no more.") % {"most": MOST})
    some = {name: told.pop(name) for name in SOME & told.keys()}
    made = Segment.objects.create(owner=by, changed_at=now(), **told)
    _share(made, some, by)
    remember(SegmentMade(segment_id=made.pk, name=_told(made), is_shared=made.is_shared), by=by)
    return made


@command(SEE)
def change_segment(segment: Segment, *, by: User, seen: str = "", **changes: Unpack[SegmentWords]) -> Segment:
    """Change a segment of one's own, or a shared one with the right to share.

    `seen` is the stamp (`stamp_of`) of what the person began from: Refused where somebody changed it meanwhile.
    """
    segment = _locked(segment, by)
    if seen and seen != stamp_of(segment):
        raise Refused(_("Somebody has changed this segment meanwhile. Open it anew and change it then."))
    told = _checked(dict(changes), by, had=segment)
    some = {name: told.pop(name) for name in SOME & told.keys()}
    changed = [name for name, value in told.items() if getattr(segment, name) != value]
    for name in changed:
        setattr(segment, name, told[name])
    is_for_others = _share(segment, some, by)
    if not (changed or is_for_others):
        return segment
    segment.changed_at = now()
    segment.save(update_fields=[*changed, "changed_at"])
    fields = ", ".join(sorted({*changed, "is_shared"} if is_for_others else changed))
    remember(SegmentChanged(segment_id=segment.pk, name=_told(segment), fields=fields), by=by)
    return segment


@command(SEE)
def archive_segment(segment: Segment, *, by: User) -> Segment:
    """The segment is no view any more; it can be restored. Twice is once."""
    return _put(segment, by, away=True)


@command(SEE)
def restore_segment(segment: Segment, *, by: User) -> Segment:
    """An archived segment is a view again. Twice is once."""
    return _put(segment, by, away=False)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _put(segment: Segment, by: User, *, away: bool) -> Segment:
    segment = _locked(segment, by)
    if bool(segment.archived_at) != away:
        segment.archived_at = now() if away else None
        segment.save(update_fields=["archived_at"])
        told = SegmentArchived if away else SegmentRestored
        remember(told(segment_id=segment.pk, name=_told(segment)), by=by)
    return segment


def _locked(segment: Segment, by: User) -> Segment:
    segment = Segment.objects.select_for_update().get(pk=segment.pk)
    if not may_change(by, segment):
        raise NotAllowed(_("This segment is not yours. Make one of your own like it."), capability=SHARE)
    return segment


def _told(segment: Segment) -> str:
    """Its name as others may read it in the log."""
    return segment.name if segment.is_shared else ""


def _checked(words: dict[str, Any], by: User, had: Segment | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if "name" in words:
        told["name"] = _name(words["name"])
    if "condition" in words:
        told["condition"] = facts.told_of(facts.condition_of(words["condition"], by))
    if "is_shared" in words:
        told["is_shared"] = _shared(bool(words["is_shared"]), by, had)
    if SOME & words.keys():
        told |= (some := _some({name: words[name] for name in SOME & words.keys()}))
        if any(some.values()):  # to name with whom is to share it
            told["is_shared"] = _shared(True, by, had)
    if {"sort", "columns"} & words.keys():
        told |= _looked_at(words, had)
    return told


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or "\x00" in name:
        raise Refused(_("Name the segment."), field="name")
    if len(name) > LONGEST_NAME:
        longest = {"longest": LONGEST_NAME}
        raise Refused(_("At most %(longest)s characters.") % longest, field="name")
    return name


def _shared(is_shared: bool, by: User, had: Segment | None) -> bool:
    if is_shared != bool(had and had.is_shared):
        _may_share(by)
    return is_shared


def _may_share(by: User) -> None:
    if not by.may(SHARE):
        raise Refused(
            _("Your role does not allow you to share segments. Keep it for yourself."), field="is_shared"
        )


def _some(words: dict[str, Any]) -> dict[str, Any]:
    """The roles and locations that are told, as records. Raises Refused where one is not there."""
    told: dict[str, Any] = {}
    models: dict[str, Any] = {"roles": Role, "locations": Location}
    for name, chosen in words.items():
        uids = {as_uuid(one) for one in chosen or ()}
        found = list(models[name].objects.filter(uid__in=uids - {None}))
        if len(found) != len(uids):
            raise Refused(_("Choose among the roles and {locations} that there are."), field=name)
        told[name] = found
    return told


def _share(segment: Segment, some: dict[str, Any], by: User) -> bool:
    """Write with whom alone it is shared; whether that is a change."""
    if not some:
        return False
    had: dict[str, list[Any]] = {
        "roles": list(segment.roles.all()),
        "locations": list(segment.locations.all()),
    }
    wanted = had | some
    with_some = any(wanted.values())
    if with_some == segment.with_some and all(set(had[name]) == set(wanted[name]) for name in SOME):
        return False
    _may_share(by)
    segment.roles.set(wanted["roles"])
    segment.locations.set(wanted["locations"])
    segment.with_some = with_some
    segment.save(update_fields=["with_some"])
    return True


def _looked_at(words: dict[str, Any], had: Segment | None) -> dict[str, str]:
    """The order and the columns as the list reads them. Raises Refused where it would not."""
    sort = words.get("sort", had.sort if had else "")
    columns = words.get("columns", had.columns.split(",") if had else USUAL)
    asked = Asked.from_query({"sort": sort, "cols": ",".join(columns)})
    if asked.wrong:
        wrong = {"sort": "sort", "cols": "columns"}[min(asked.wrong)]
        raise Refused(_("The list of {clients} has no such order or column."), field=wrong)
    return {"sort": asked.sort, "columns": ",".join(asked.cols)}
