"""Whom or what a custom field that is a link is told to lead to: found among what whoever writes reaches."""

from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.kit.ids import as_uuid
from pomni.kit.module import function_named, offered
from pomni.people.models import Client
from pomni.people.points import EMAIL, NORMAL, PHONE
from pomni.people.rules import sort_key
from pomni.people.words import tax_id_of
from pomni.team.models import User
from pomni.team.queries import colleagues

RULES = {"tax_id": "people.client.tax_id", PHONE: "people.client.phone", EMAIL: "people.client.email"}


def client_meant(by: User, told: Any, source: str = "") -> Client:
    """The client whom a uid, phone, e-mail address, tax number, number of another program or whole name means.

    `source`: whose numbers of another program those are (`Wish.outside`); without it there is none. Nobody is found by
    what is not shown to `by` in full. Raises Refused, in words, where it means nobody within reach, or several.
    """
    text = _text_of(told)
    here = Client.objects.visible_to(by).filter(forgotten_at=None)
    if uid := as_uuid(text):
        found = list(here.filter(uid=uid))
    else:
        found = _meant(by, here, text, source)
    if len(found) > 1:
        raise Refused(_("Several {clients} answer to this. Tell their phone, e-mail or tax number."))
    if not found:
        raise Refused(
            _("No {client} whom you see answers to this. Tell their phone, e-mail, tax number or whole name.")
        )
    return found[0]


def colleague_meant(by: User, told: Any) -> User:
    """The colleague whom a uid, a login or a name means. Raises Refused where it is nobody, or several."""
    text, able = _text_of(told), colleagues(by)
    if uid := as_uuid(text):
        found = list(able.filter(uid=uid))
    else:
        named = able.filter(is_active=True)
        found = list(named.filter(username__iexact=text)[:2]) or list(named.filter(name__iexact=text)[:2])
    if len(found) != 1:
        raise Refused(_("No colleague, or more than one, is called so. Write the login as Pomni has it."))
    return found[0]


def file_meant(by: User, client: Client | None, told: Any) -> str:
    """The uid of a file that lies on this client's card, within reach. Raises Refused."""
    uid = as_uuid(_text_of(told))
    if client and uid and str(uid) in dict(files_on_card(by, client)):
        return str(uid)
    raise Refused(_("There is no such file on this card. Add it to the card first, then choose it here."))


def files_on_card(viewer: User, client: Client) -> list[tuple[str, str]]:
    """The files of a client that the viewer reaches, newest first: uids and names."""
    return [
        told
        for keeper in offered("file_keepers")
        if viewer.may(keeper.capability)
        for told in function_named(keeper.on_card)(viewer, client)
    ]


def files_named(viewer: User, uids: set[str]) -> dict[str, tuple[str, str]]:
    """Of these files those that the viewer reaches: by uid the name and the address of the page."""
    return {
        uid: told
        for keeper in offered("file_keepers")
        if viewer.may(keeper.capability)
        for uid, told in function_named(keeper.named)(viewer, uids).items()
    }


def file_kept(client: Client, sent: Any, by: User, key: str) -> str:
    """Put a file that was sent onto a client's card; its uid. Raises what the module that keeps files raises."""
    (keeper,) = offered("file_keepers")
    return str(function_named(keeper.kept)(client, sent, by, key))


def may_keep_files(by: User) -> bool:
    """Whether there is a module that keeps files, and it lets this person add some."""
    return any(by.may(keeper.adds) for keeper in offered("file_keepers"))


def _text_of(told: Any) -> str:
    """A uid or a text; of what a program was told (`{"uid": …}`) its uid."""
    if isinstance(told, dict):
        told = told.get("uid")
    return " ".join(str(told or "").split())


def _meant(by: User, here: Any, text: str, source: str) -> list[Client]:
    """By the surest word first; two at most, for that is one too many."""
    ways: dict[str, Any] = {
        "outside": {"outside_ids__source": source, "outside_ids__value": text} if source else None,
        EMAIL: _held(EMAIL, text) if "@" in text else None,
        PHONE: _held(PHONE, text),
        "tax_id": {"tax_id": number} if (number := _number(text)) else None,
        "name": {"sorted_as": sort_key(text)},
    }
    for way, wanted in ways.items():
        if not wanted or (way in RULES and by.field_rule(RULES[way])):
            continue
        if found := list(here.filter(**wanted).order_by("pk").distinct()[:2]):
            return found
    return []


def _held(kind: str, text: str) -> dict[str, Any] | None:
    try:
        normal = NORMAL[kind](text)
    except Refused:
        return None
    return {"holdings__contact_point__kind": kind, "holdings__contact_point__normal": normal}


def _number(text: str) -> str:
    try:
        return tax_id_of(text)
    except Refused:
        return ""
