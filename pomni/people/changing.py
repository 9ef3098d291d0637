"""What may be done to very many clients at once: for each act whom it would change, how it is done, and its way back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from pomni.facts.queries import CLIENT, fields
from pomni.kit import bulk, spelling
from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.memory.commands import remember_many
from pomni.people.act import ARCHIVE, Act, Before
from pomni.people.changing_links import LEADS, act_of_link
from pomni.people.changing_own import act_of_own
from pomni.people.events import (
    ClientArchived,
    ClientEdited,
    ClientHandedOver,
    ClientRestored,
)
from pomni.people.models import Client, Tag
from pomni.people.words import MOST_TAGS, checked, coined, tags_of, tags_text
from pomni.team.models import Location, User

# --- Tags ---------------------------------------------------------------------------------------------------------------


def tags_by_client(clients: Collection[int]) -> dict[int, list[Tag]]:
    """The tags of these clients."""
    found: dict[int, list[Tag]] = {pk: [] for pk in clients}
    link: Any = Client.tags.through.objects.filter(client__in=clients)
    told = list(link.values_list("client_id", "tag_id"))
    tags = Tag.objects.in_bulk({tag for _client, tag in told})
    for client, tag in told:
        found[client].append(tags[tag])
    return found


def remember_tags(changed: Mapping[int, tuple[list[Tag], list[Tag]]], by: User) -> None:
    """Remember of each client which tags it had, and which it has."""
    told: dict[int, list[Any]] = {pk: [tags_text(tags) for tags in both] for pk, both in changed.items()}
    remember_many((ClientEdited(client_id=pk, changes={"tags": both}) for pk, both in told.items()), by=by)


def put_tag(clients: Sequence[int], name: str, by: User) -> Before:
    """Give these clients a tag, coined where the company has none of this name; who has 50 is passed over."""
    (tag,) = coined(tags_of([name]))
    had = tags_by_client(clients)
    had = {pk: tags for pk, tags in had.items() if tag not in tags and len(tags) < MOST_TAGS}
    link = Client.tags.through
    link.objects.bulk_create([link(client_id=pk, tag_id=tag.pk) for pk in had], ignore_conflicts=True)
    remember_tags({pk: (tags, [*tags, tag]) for pk, tags in had.items()}, by)
    return dict.fromkeys(had)


def take_tag(clients: Sequence[int], name: str, by: User) -> Before:
    """Take a tag (its name, in whatever spelling) from these clients."""
    if not (tag := Tag.objects.filter(folded=spelling.fold(name)).first()):
        return {}
    had = {pk: tags for pk, tags in tags_by_client(clients).items() if tag in tags}
    Client.tags.through.objects.filter(client__in=had, tag=tag).delete()
    remember_tags({pk: (tags, [one for one in tags if one != tag]) for pk, tags in had.items()}, by)
    return dict.fromkeys(had)


def _tag_kept(told: Any) -> tuple[str, str]:
    try:
        found = tags_of([str(told or "")])
    except Refused as no:
        raise Refused(str(no), field="value") from None
    if not found:
        raise Refused(_("Name the tag."), field="value")
    return found[0].name, found[0].name


def _tagged(name: str) -> Q:
    link = Client.tags.through.objects.filter(tag__folded=spelling.fold(name))
    return Q(pk__in=link.values("client"))


def _full_of_tags(name: str, _by: User) -> Q:
    many: Any = Client.tags.through.objects.values("client").annotate(number=Count("pk"))
    return Q(pk__in=many.filter(number__gte=MOST_TAGS).values("client")) & ~_tagged(name)


TAG = Act(
    "tag",
    "tag",
    _tag_kept,
    _tagged,
    put_tag,
    lambda before, name, by: set(take_tag(list(before), name, by)),
    full=_full_of_tags,
)
UNTAG = Act(
    "untag",
    "tag",
    _tag_kept,
    lambda name: ~_tagged(name),
    take_tag,
    lambda before, name, by: set(put_tag(list(before), name, by)),
)


# --- Columns ------------------------------------------------------------------------------------------------------------


def hand_over(heirs: Mapping[int, User | None], by: User) -> dict[int, User | None]:
    """Each of these clients, which are locked, is answered for by the colleague named for it; None: by nobody.

    Returns who answered for each changed one before.
    """
    rows = Client.objects.filter(pk__in=list(heirs)).order_by("pk").values_list("pk", "responsible_id")
    going = {pk: whose for pk, whose in rows if whose != _key(heirs[pk])}
    people = User.objects.in_bulk({whose for whose in going.values() if whose})
    before = {pk: people[whose] if whose else None for pk, whose in going.items()}
    for heir in {heirs[pk] for pk in before}:
        theirs = [pk for pk in before if heirs[pk] == heir]
        Client.objects.filter(pk__in=theirs).update(responsible=heir)
    told = (
        ClientHandedOver(
            client_id=pk, responsible_id=_key(heirs[pk]), before=_name(was), after=_name(heirs[pk])
        )
        for pk, was in before.items()
    )
    remember_many(told, by=by)
    return before


def _responsible_kept(told: Any) -> tuple[int | None, str]:
    if told == "nobody":
        return None, _("nobody")
    heirs = User.objects.people().filter(is_active=True)
    heir = heirs.filter(uid=as_uuid(str(told))).first() if as_uuid(str(told)) else None
    if not heir or not heir.may(Client.see):
        raise Refused(_("Choose a colleague."), field="value")
    return heir.pk, heir.name


def _write_responsible(clients: Sequence[int], key: int | None, by: User) -> Before:
    heir = User.objects.get(pk=key) if key else None
    before = hand_over(dict.fromkeys(clients, heir), by)
    return {pk: _key(was) for pk, was in before.items()}


def _back_responsible(before: Before, key: int | None, by: User) -> set[int]:
    """Whose colleague has left since stay with the one who answers for them now: nobody would."""
    still = Client.objects.filter(pk__in=before, responsible=key).values_list("pk", flat=True)
    here = User.objects.filter(pk__in=set(before.values()) - {None}, is_active=True)
    people: dict[int | None, User | None] = {None: None} | {user.pk: user for user in here}
    heirs = {pk: people[before[pk]] for pk in still if before[pk] in people}
    return set(hand_over(heirs, by))


def _column(name: str, wants: str, kept: Callable[[Any], tuple[Any, str]], attname: str = "") -> Act:
    column = attname or name

    def already(value: Any) -> Q:
        return Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})

    def write(clients: Sequence[int], value: Any, by: User) -> Before:
        rows = Client.objects.filter(pk__in=clients).exclude(already(value)).values_list("pk", column)
        before = dict(rows)
        Client.objects.filter(pk__in=before).update(**{column: value})
        _remember_column(name, {pk: (was, value) for pk, was in before.items()}, by)
        return before

    def back(before: Before, value: Any, by: User) -> set[int]:
        still = set(Client.objects.filter(already(value), pk__in=before).values_list("pk", flat=True))
        for was in {before[pk] for pk in still}:
            theirs = [pk for pk in still if before[pk] == was]
            Client.objects.filter(pk__in=theirs).update(**{column: was})
        _remember_column(name, {pk: (value, before[pk]) for pk in sorted(still)}, by)
        return still

    return Act(name, wants, kept, already, write, back)


def _remember_column(name: str, changed: Mapping[int, tuple[Any, Any]], by: User) -> None:
    names: dict[Any, str] = {None: ""}
    if name == "location":
        keys = {value for both in changed.values() for value in both if value}
        names |= dict(Location.objects.filter(pk__in=keys).values_list("pk", "name"))
    told = (
        ClientEdited(client_id=pk, changes={name: [str(names.get(value, value)) for value in both]})
        for pk, both in changed.items()
    )
    remember_many(told, by=by)


def _text_kept(name: str) -> Callable[[Any], tuple[str, str]]:
    def kept(told: Any) -> tuple[str, str]:
        try:
            text = checked({name: str(told or "")})[name]
        except Refused as no:
            raise Refused(str(no), field="value") from None
        return text, text

    return kept


def _location_kept(told: Any) -> tuple[int | None, str]:
    if told == "none":
        return None, _("none")
    uid = as_uuid(str(told))
    place = Location.objects.filter(uid=uid, archived_at=None).first() if uid else None
    if not place:
        raise Refused(_("Choose one of the answers."), field="value")
    return place.pk, place.name


RESPONSIBLE = Act(
    "responsible",
    "colleague",
    _responsible_kept,
    lambda key: Q(responsible__isnull=True) if key is None else Q(responsible=key),
    _write_responsible,
    _back_responsible,
)
SOURCE = _column("source", "text", _text_kept("source"))
CATEGORY = _column("category", "text", _text_kept("category"))
LOCATION = _column("location", "location", _location_kept, "location_id")


# --- The archive --------------------------------------------------------------------------------------------------------


def archive(clients: Sequence[int], _value: Any, by: User) -> Before:
    """These clients leave the lists; their cards stay."""
    rows = Client.objects.filter(pk__in=clients, archived_at=None).order_by("pk")
    found = list(rows.values_list("pk", flat=True))
    Client.objects.filter(pk__in=found).update(archived_at=now())
    remember_many((ClientArchived(client_id=pk) for pk in found), by=by)
    return dict.fromkeys(found)


def restore(clients: Sequence[int], _value: Any, by: User) -> Before:
    """These clients stand in the lists again."""
    rows = Client.objects.filter(pk__in=clients, archived_at__isnull=False).order_by("pk")
    before = {pk: at.isoformat() for pk, at in rows.values_list("pk", "archived_at") if at}
    Client.objects.filter(pk__in=before).update(archived_at=None)
    remember_many((ClientRestored(client_id=pk) for pk in before), by=by)
    return before


def _archive_again(before: Before, _value: Any, by: User) -> set[int]:
    """Since when they were in the archive comes back too."""
    still = set(Client.objects.filter(pk__in=before, archived_at=None).values_list("pk", flat=True))
    bulk.change(Client, ("archived_at",), [(datetime.fromisoformat(before[pk]), pk) for pk in sorted(still)])
    remember_many((ClientArchived(client_id=pk) for pk in sorted(still)), by=by)
    return still


ARCHIVED = Act(
    "archive",
    "",
    lambda _told: (None, ""),
    lambda _value: Q(archived_at__isnull=False),
    archive,
    lambda before, value, by: set(restore(list(before), value, by)),
    capability=ARCHIVE,
)
RESTORED = Act(
    "restore",
    "",
    lambda _told: (None, ""),
    lambda _value: Q(archived_at=None),
    restore,
    _archive_again,
    capability=ARCHIVE,
)


# --- All of them --------------------------------------------------------------------------------------------------------

FIXED = {act.key: act for act in (TAG, UNTAG, RESPONSIBLE, LOCATION, SOURCE, CATEGORY, ARCHIVED, RESTORED)}


def acts() -> dict[str, Act]:
    """All acts by their keys: the house's own, and one for each field of the company's own.

    But for files: a file belongs to one card.
    """
    able = [field for field in fields(CLIENT) if field.kind != "file"]
    return FIXED | {one.key: (act_of_link if one.kind in LEADS else act_of_own)(one) for one in able}


def act_of(key: str) -> Act:
    """One act. Raises Refused (field `what`) where there is none, such as of a field that is gone."""
    if key in FIXED:
        return FIXED[key]
    if not (act := acts().get(key)):
        raise Refused(_("There is nothing like this to be changed."), field="what")
    return act


def _key(user: User | None) -> int | None:
    return user.pk if user else None


def _name(user: User | None) -> str:
    return user.name if user else ""
