"""Setting a gateway up: what is written down of it, and what may be."""

import json
from typing import Any

from django.utils.translation import gettext as _

from pomni.kit.errors import Refused
from pomni.post import gateways, outgoing, sealed, web_address
from pomni.post.models import Channel, Gateway

FIELDS = ("kind", "url", "method", "headers", "sends", "body", "success_path", "success_is", "id_path")
METHODS = ("POST", "GET", "PUT")
TRIAL = {"to": "0", "text": "0", "key": "0", "secret": "0"}


def gateway_of(channel: str) -> Gateway:
    """The gateway of a channel, for whoever sets it up; where there is none, one that nobody has filled in."""
    return Gateway.objects.filter(channel=channel).first() or Gateway(channel=Channel(channel), is_on=False)


def write(channel: str, *, secret: str = "", **words: Any) -> list[str]:
    """Set the gateway of a channel up, in the caller's transaction, and switch it on. An empty secret leaves the one kept.

    Returns the names of what changed. Raises Refused for what cannot be: a secret is kept for one host, so for another
    one it is typed again.
    """
    old = Gateway.objects.select_for_update().filter(channel=channel).first()
    one = gateway_of(channel)
    for name in FIELDS:
        setattr(one, name, str(words.get(name, getattr(one, name))).strip())
    one.is_on = True
    if one.kind == Gateway.Kind.HTTP:
        _check(one)
    one.secret = _kept(old, one, secret)
    changed = [name for name in (*FIELDS, "is_on", "secret") if getattr(old, name, "") != getattr(one, name)]
    if changed:
        one.save()
    return changed


def switch_off(channel: str) -> bool:
    """No message leaves by this channel any more. Returns whether one could."""
    return bool(Gateway.objects.filter(channel=channel, is_on=True).update(is_on=False))


def _check(one: Gateway) -> None:
    """Raises Refused with the field that cannot be so."""
    try:
        outgoing.check(gateways.filled(one.url, TRIAL))
    except web_address.OutgoingRefused as no:
        raise Refused(str(no), field="url") from None
    if any(mark in one.url.partition("://")[2].partition("/")[0] for mark in "{}"):
        raise Refused(_("The host cannot have placeholders. Write them behind it."), field="url")
    if one.method not in METHODS:
        raise Refused(_("Choose one of the answers."), field="method")
    _check_headers(one)
    _check_body(one)
    if not any("{text}" in told for told in (one.url, one.body)):
        raise Refused(
            _("Say where the text stands: write %(word)s into the body or the address.") % {"word": "{text}"},
            field="body",
        )


def _check_headers(one: Gateway) -> None:
    ours = outgoing.OURS
    for line in filter(None, map(str.strip, one.headers.splitlines())):
        name, colon, _value = line.partition(":")
        is_token = name.strip().isascii() and name.strip().replace("-", "").replace("_", "").isalnum()
        if not colon or not is_token or name.strip().lower() in ours or not line.isprintable():
            sentence = _("Write one header a line, such as “%(example)s”.") % {
                "example": "Authorization: Bearer {secret}"
            }
            raise Refused(sentence, field="headers")


def _check_body(one: Gateway) -> None:
    if one.sends == Gateway.Sends.JSON:
        try:
            json.loads(one.body)
        except ValueError:
            sentence = _("This is not JSON. Write it like %(example)s.") % {
                "example": '{"phone": "{to}", "message": "{text}"}'
            }
            raise Refused(sentence, field="body") from None
    if one.sends == Gateway.Sends.FORM and any(
        "=" not in line for line in one.body.splitlines() if line.strip()
    ):
        raise Refused(
            _("Write one value a line, such as “%(example)s”.") % {"example": "phone={to}"}, field="body"
        )


def _kept(old: Gateway | None, one: Gateway, secret: str) -> str:
    if secret:
        return sealed.seal(secret, purpose=one.purpose)
    if old and old.secret and old.purpose != one.purpose:
        raise Refused(
            _("The secret is kept for the host as it was. Type it again for this one."), field="secret"
        )
    return old.secret if old else ""
