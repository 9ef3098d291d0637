"""Messengers in which clients are written to: which one a typed name or link is of, and where it opens."""

import re
from contextlib import suppress
from dataclasses import dataclass

from pomni.kit.errors import Refused
from pomni.kit.phones import normal_phone
from pomni.people.rules import LONGEST_LABEL, Reached
from pomni.team import company

OTHER = "other"
BETWEEN = re.compile(r"[,;\n|]+")
LABEL = re.compile(r"[^@+\d./]{1,40}")
UNSAYING = re.compile(  # words of titles that name no messenger
    r"\b(?:messengers?|мессенджеры?|komunikatory?|impp|im|id|login|nick(?:name)?|user ?name|account|name|логин|ник|имя|"
    r"аккаунт|nazwa|konto|value)\b|[^\w\s]|\d",
    re.IGNORECASE,
)
HANDLE = re.compile(r"[@+]?[\w.+-]+", re.UNICODE)


@dataclass(frozen=True)
class Network:
    """A messenger. `links`: how its addresses begin; `words`: what people call it; `opens`: where a name in it opens.

    `by_phone`: one is found there by a phone number.
    """

    name: str
    links: str
    words: str
    opens: str
    by_phone: bool = False


NETWORKS = {
    "telegram": Network(
        "Telegram", r"t\.me|telegram\.me", "telegram tg телеграм телеграмм тг tgm", "https://t.me/{}"
    ),
    "whatsapp": Network(
        "WhatsApp",
        r"wa\.me|api\.whatsapp\.com/send\?phone=",
        "whatsapp wa wapp ватсап вотсап вацап",
        "https://wa.me/{}",
        True,
    ),
    "viber": Network(
        "Viber",
        r"(?:viber:)?//(?:chat|add)\?number=(?:%2B)?",
        "viber вайбер",
        "viber://chat?number=%2B{}",
        True,
    ),
    "vk": Network("VK", r"vk\.com|vk\.me|m\.vk\.com", "vk вк вконтакте vkontakte", "https://vk.com/{}"),
    "messenger": Network(
        "Messenger",
        r"m\.me|facebook\.com|fb\.com|messenger\.com/t",
        "messenger facebook fb мессенджер фейсбук",
        "https://m.me/{}",
    ),
    "instagram": Network(
        "Instagram",
        r"instagram\.com|instagr\.am",
        "instagram insta ig инстаграм инста",
        "https://instagram.com/{}",
    ),
}
BY_WORD = {word: code for code, one in NETWORKS.items() for word in one.words.split()}
LINKS = [
    (code, re.compile(rf"(?<![\w-])(?:{one.links})/?@?([\w.+-]+)", re.IGNORECASE))
    for code, one in NETWORKS.items()
]


def in_messenger(told: Reached) -> Reached:
    """A name in a messenger as it is kept: the bare name, with what the messenger is called as label.

    A link says of which it is; else the label does, or a word in front. What is none of ours keeps its own label.
    """
    typed = told.typed.strip()
    label = "" if told.label.casefold() in {"http", "https"} else told.label.strip()
    for code, link in LINKS:
        if found := link.search(typed):
            return Reached(_of_link(code, found[1]), NETWORKS[code].name)
    word, _space, rest = typed.partition(" ")
    if not label and rest and word.casefold().strip(":") in BY_WORD:
        label, typed = word.strip(":"), rest.strip()
    code = BY_WORD.get(label.casefold(), OTHER)
    if code == OTHER:
        return Reached(typed, label[:LONGEST_LABEL])
    return Reached(_bare(code, typed), NETWORKS[code].name)


def names_in(text: str, usual: str = "") -> list[Reached]:
    """Names in messengers that a cell of a table holds, commas, semicolons or lines between; `usual`: in which.

    Each may stand behind what its messenger is called, "Telegram: @anna", or be a link.
    """
    found = []
    for part in filter(None, (part.strip() for part in BETWEEN.split(text))):
        before, colon, name = part.partition(":")
        is_named = bool(colon and name.strip()) and not name.startswith("//") and LABEL.fullmatch(before)
        one = in_messenger(Reached(name, before)) if is_named else in_messenger(Reached(part, usual))
        found.append(Reached(one.typed, one.label[:LONGEST_LABEL]))
    return found


def messenger_in(title: str) -> str:
    """Which messenger the title of a column names: "Skype" of "Skype login", nothing of "Messengers"."""
    return " ".join(UNSAYING.sub(" ", title).split())[:LONGEST_LABEL]


def normal_of(told: Reached) -> str:
    """For finding and comparing: "telegram:anna"; "" where the name is none."""
    code = BY_WORD.get(told.label.casefold(), "")
    name = told.typed.strip().lstrip("@+").casefold()
    if not name or any(sign.isspace() for sign in name):
        return ""
    return f"{code or told.label.casefold() or OTHER}:{name}"


def opens_at(normal: str) -> str:
    """The address at which a name in a messenger opens; "" of a messenger that is none of ours."""
    code, _colon, name = normal.partition(":")
    network = NETWORKS.get(code)
    return network.opens.format(name) if network and HANDLE.fullmatch(name) else ""


def _of_link(code: str, name: str) -> str:
    """A link has the whole number, with its code."""
    digits = re.sub(r"\D", "", name) if NETWORKS[code].by_phone else ""
    return f"+{digits}" if digits else name.strip().lstrip("@")


def _bare(code: str, name: str) -> str:
    """A number is read as phones are: without its code it is one of the company's country."""
    if NETWORKS[code].by_phone:
        with suppress(Refused):
            return normal_phone(name, company.current().phone_region)
        return name
    return name.strip().lstrip("@")
