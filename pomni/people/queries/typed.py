"""What somebody has typed to find clients, taken apart: words of a name, digits of a phone, a part of an address."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pomni.kit import spelling
from pomni.kit.phones import normal_email

LONGEST = 200  # characters of what is typed that are looked at
MOST_WORDS = 6
SHORTEST_NUMBER = 4  # digits by which a phone is looked for
SHORTEST_ADDRESS = 3
NUMBER = re.compile(r"[\d().+/–—-]*\d[\d().+/–—-]*|[(+)]+")
BETWEEN_WORDS = re.compile(r"[-–—/&+()«»„”“]+")
IN_AN_ADDRESS = re.compile(r"[^@]*@.*|(?=.*[a-z])(?=.*[0-9._])[a-z0-9._+-]*[a-z0-9]", re.IGNORECASE)
Ways = tuple[tuple[str, ...], ...]
ANY = "…"  # stands for a text where only the shape of what was typed counts


@dataclass(frozen=True)
class Part:
    """One thing of what was typed, and what it may mean: any of the ways to stand in a name, any of these digits in a
    phone, this in an e-mail address. A way is fragments of `found_by`, all of them; with a space, they begin a word.
    """

    ways: Ways = ()
    digits: tuple[str, ...] = ()
    address: str = ""


def asked(text: str) -> tuple[Part, ...]:
    """The parts of a typed text; empty where nothing in it can be looked for."""
    return _asked(text[:LONGEST])  # cut before it is kept: a text may be as long as a request


@lru_cache(maxsize=500)
def _asked(text: str) -> tuple[Part, ...]:
    tokens = text.replace("\0", " ").split()
    parts: list[Part] = []
    for number, run in _runs(tokens):
        parts += [_number(run)] if number else [part for token in run for part in _words(token)]
    return tuple(part for part in parts if part.ways or part.digits or part.address)[:MOST_WORDS]


def _runs(tokens: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Neighbours of one kind: groups of digits are one number."""
    run: list[str] = []
    for token in tokens:
        if run and bool(NUMBER.fullmatch(run[-1])) != bool(NUMBER.fullmatch(token)):
            yield bool(NUMBER.fullmatch(run[-1])), run
            run = []
        run = [*run, token]
    if run:
        yield bool(NUMBER.fullmatch(run[-1])), run


def _number(run: Sequence[str]) -> Part:
    groups = [digits for token in run if (digits := re.sub(r"\D", "", token))]
    whole = "".join(groups)
    if not whole:
        return Part()
    apart = tuple(_fragment(word) for token in run for word in re.findall(r"\d+", token))
    ways = tuple(dict.fromkeys([(_fragment(whole),), apart]))
    return Part(ways, _dialled(whole) if len(whole) >= SHORTEST_NUMBER else ())


def _dialled(digits: str) -> tuple[str, ...]:
    """The digits as they may be kept: what is dialled before a number within a country or out of one is not.

    8 921… is kept as +7 921…, 00 48… as +48…, 0 151… as +49 151….
    """
    ways = [digits]
    if digits.startswith("8"):
        ways += [f"7{digits[1:]}", digits[1:]]
    if digits.startswith("0"):
        ways += [digits[1:], digits.removeprefix("00")]
    return tuple(dict.fromkeys(way for way in ways if len(way) >= SHORTEST_NUMBER))


def _words(token: str) -> Iterator[Part]:
    address = normal_email(token) if IN_AN_ADDRESS.fullmatch(token) and len(token) >= SHORTEST_ADDRESS else ""
    if "@" in token:
        yield Part(address=address)
        return
    several = [word for word in BETWEEN_WORDS.split(token) if word]
    for word in several:
        yield Part(_ways(word), address=address if len(several) == 1 else "")


def _ways(word: str) -> Ways:
    spelt = spelling.variants(word)
    if spelt and len(spelt[0]) > 1:  # one letter for several says too little
        spelt = [one for one in spelt if len(one) > 1]
    return tuple(tuple(_fragment(part) for part in one.split()) for one in spelt)


def _fragment(part: str) -> str:
    return part if len(part) > 2 else f" {part}"


# --- The shape of it --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=500)
def shape(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts without their texts: of each only whether it begins a word; and the texts."""
    texts: list[str] = []

    def taken(text: str) -> str:
        texts.append(text)
        return f" {ANY}" if text.startswith(" ") else ANY

    return tuple(_each(part, taken) for part in parts), tuple(texts)


def filled(parts: Sequence[Part], texts: Iterable[str]) -> list[Part]:
    """The parts of such a shape with these texts in it, without the spaces that begin words."""
    told = iter(texts)
    return [_each(part, lambda text: text.replace(ANY, next(told))) for part in parts]


def _each(part: Part, told: Callable[[str], str]) -> Part:
    """A part with each of its texts told anew."""
    ways = tuple(tuple(told(fragment) for fragment in way) for way in part.ways)
    digits = tuple(told(digits) for digits in part.digits)
    return Part(ways, digits, told(part.address) if part.address else "")
