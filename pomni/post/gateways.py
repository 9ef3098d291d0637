"""Messages to phones and messengers: what a gateway is, and the two that come with the house (docs/gateways.md).

A message goes at least once, always under the same key, so that a provider who looks at keys sends it once.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from pomni.post import outgoing, sealed
from pomni.post.models import Channel, Gateway
from pomni.post.troubles import Undelivered

SECONDS = 20
MOST_ANSWER = 64 * 1024
LONGEST_ID = 200
FOLDER = "messages"


class Carrier(Protocol):
    """What carries the messages of one channel. Another one is added by `carries_by`, in code of one's own."""

    def __call__(self, gateway: Gateway, *, to: str, text: str, key: str) -> str:
        """Send the text; gives the provider's own number of it, or "". Raises Undelivered; `key` is the same in every try."""


_carriers: dict[str, Carrier] = {}


def carries_by(kind: str) -> Callable[[Carrier], Carrier]:
    """Let the function carry the messages of gateways of this kind."""

    def register(carrier: Carrier) -> Carrier:
        _carriers[kind] = carrier
        return carrier

    return register


def set_up() -> frozenset[str]:
    """The channels by which messages can leave."""
    return frozenset(Gateway.objects.filter(is_on=True).values_list("channel", flat=True))


def send(*, channel: str, to: str, text: str, key: str) -> str:
    """Send one message now; gives the provider's number of it, or "". Raises Undelivered."""
    outgoing.outside_transactions()
    gateway = Gateway.objects.filter(channel=channel, is_on=True).first()
    if gateway is None:
        raise Undelivered("gateway_missing", Channel(channel).label, for_good=True)
    return _carriers[gateway.kind](gateway, to=to, text=text, key=key)[:LONGEST_ID]


# --- Into a folder -----------------------------------------------------------------------------------------------------


def folder_of(channel: str) -> Path:
    """Where the messages of a channel are written that go into a folder."""
    return Path(settings.HOME.folder) / FOLDER / channel


@carries_by(Gateway.Kind.FILE)
def write_file(gateway: Gateway, *, to: str, text: str, key: str) -> str:
    """Write the message into a file named by its key: in a second try it is the same file."""
    folder = folder_of(gateway.channel)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{quote(key, safe='')}.txt"
    (folder / name).write_text(f"{to}\n\n{text}\n", encoding="utf-8")
    return name


# --- By HTTP -----------------------------------------------------------------------------------------------------------


@carries_by(Gateway.Kind.HTTP)
def call(gateway: Gateway, *, to: str, text: str, key: str) -> str:
    """Make the call that the gateway describes."""
    words = {"to": to, "text": text, "key": key, "secret": secret_of(gateway)}
    url = filled(gateway.url, {name: quote(word, safe="") for name, word in words.items()})
    headers, body = headers_of(gateway, words), body_of(gateway, words)
    if body:
        headers.setdefault("Content-Type", Gateway.TYPES[gateway.sends])
    answer = outgoing.send(
        gateway.method, url, headers=headers, body=body, timeout=SECONDS, max_answer_bytes=MOST_ANSWER
    )
    if not 200 <= answer.status < 300:
        # The number or the words are wrong, and will be the next time; 408 and 429 ask for patience.
        wrong = 400 <= answer.status < 500 and answer.status not in (401, 403, 408, 429)
        raise Undelivered("gateway_answered", f"{answer.status} {_start(answer.body)}", for_good=wrong)
    told = _read(answer.body)
    if gateway.success_path and str(at(told, gateway.success_path)) not in gateway.success_values:
        raise Undelivered("gateway_refused", _start(answer.body))
    found = at(told, gateway.id_path) if gateway.id_path else ""
    return "" if found is None else str(found)


def secret_of(gateway: Gateway) -> str:
    """The secret that goes with the calls; raises Undelivered where it cannot be read."""
    try:
        return sealed.opened(gateway.secret, purpose=gateway.purpose) if gateway.secret else ""
    except sealed.Unreadable:
        raise Undelivered("gateway_sealed") from None


def headers_of(gateway: Gateway, words: Mapping[str, str]) -> dict[str, str]:
    """The headers of a call, from lines such as "Authorization: Bearer {secret}"."""
    pairs = (line.partition(":") for line in gateway.headers.splitlines() if line.strip())
    one_line = {name: " ".join(word.split()) for name, word in words.items()}
    return {name.strip(): filled(value.strip(), one_line) for name, _colon, value in pairs}


def body_of(gateway: Gateway, words: Mapping[str, str]) -> bytes:
    """The body of a call: words are put into the values of JSON or of a form, so none of them can add another value."""
    if gateway.sends == Gateway.Sends.NOTHING:
        return b""
    if gateway.sends == Gateway.Sends.FORM:
        pairs = (line.partition("=") for line in gateway.body.splitlines() if line.strip())
        return urlencode(
            [(name.strip(), filled(value.strip(), words)) for name, _is, value in pairs]
        ).encode()
    return json.dumps(_filled_in(json.loads(gateway.body), words), ensure_ascii=False).encode()


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with words in the places of {to}, {text}, {key}, {secret}; in one pass, so what is put in is not read again."""
    found, rest = "", text
    while rest:
        before, brace, behind = rest.partition("{")
        name, closed, after = behind.partition("}")
        found += before
        if not brace:
            break
        found, rest = (found + words[name], after) if closed and name in words else (found + brace, behind)
    return found


def at(told: Any, path: str) -> Any:
    """What stands in JSON at a path such as "messages.0.id"; None where nothing does."""
    for part in path.split("."):
        if isinstance(told, Mapping):
            told = told.get(part)
        elif isinstance(told, list) and part.isdecimal() and int(part) < len(told):
            told = told[int(part)]
        else:
            return None
    return told


def host_of(gateway: Gateway) -> str:
    """The host that is called, for sentences."""
    return urlsplit(gateway.url).hostname or ""


def _filled_in(told: Any, words: Mapping[str, str]) -> Any:
    if isinstance(told, str):
        return filled(told, words)
    if isinstance(told, list):
        return [_filled_in(one, words) for one in told]
    if isinstance(told, dict):
        return {name: _filled_in(one, words) for name, one in told.items()}
    return told


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _start(body: bytes) -> str:
    return body[:120].decode("utf-8", "replace")
