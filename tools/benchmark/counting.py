"""Stage: what is asked of the whole base. Segments counted, figures of clients, a list with two hundred fields of the company's
own beside one without; and how long it takes to understand one line that is typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from benchmark.size import Size
from benchmark.timing import prepared_in_turns

MOST_OF_COUNT, MOST_OF_FIGURES, MOST_OF_FIELDS = 60, 300, 1.5  # milliseconds; times the page without them
ROUNDS = 9  # these take long
LINES = {
    "en": "Anna will send the contract by Friday, and @marek is to call her on Monday at 10",
    "pl": "Pani Anna prześle umowę do piątku, a @marek ma do niej zadzwonić w poniedziałek o 10",
    "ru": "Анна пришлёт договор до пятницы, а @marek позвонит ей в понедельник в 10",
}
PERIODS = {
    "this month beside the last one": "",
    "a month full of contacts beside the one before": "from=2025-11-01&to=2025-11-30",
    "a year long past beside the one before, by colleague": "from=2023-01-01&to=2023-12-31&against=year&by=responsible",
}
LIST = "/clients/"


@dataclass(frozen=True)
class Asked:
    """One thing to measure. `most`: milliseconds, or, `of` another one, how many times that."""

    title: str
    act: Callable[[], Any]
    most: float | None = None
    of: str = ""
    has_fields: bool = False  # whether the company has its two hundred fields meanwhile


class _Fields:
    """The company's own fields, as they are there and are not."""

    shown = False

    def show(self, shown: bool) -> None:
        from pomni.facts import own
        from pomni.facts.models import OwnField
        from pomni.kit.clock import now

        if shown != self.shown:
            OwnField.objects.update(archived_at=None if shown else now())
            own.forget()
            self.shown = shown


def measure(size: Size) -> dict[str, Any]:
    """Medians in milliseconds, all in turns."""
    from benchmark.asking import Asker

    asker, fields = Asker("all"), _Fields()
    fields.show(True)
    asked = [*_counts(asker.user), *_figures(asker), *_lists(asker), *_lines()]
    ready = {one.title: _readied(one, fields) for one in asked}
    times = prepared_in_turns(ready, min(size.rounds, ROUNDS))
    fields.show(False)
    return {"asked": [_told(one, times) for one in asked]}


def _readied(one: Asked, fields: _Fields) -> Callable[[], Callable[[], Any]]:
    """Whatever is kept in mind between two requests is in mind when it is measured."""

    def ready() -> Callable[[], Any]:
        fields.show(one.has_fields)
        one.act()
        return one.act

    return ready


def _told(one: Asked, times: dict[str, float]) -> dict[str, Any]:
    whole = {"title": one.title, "ms": times[one.title], "most": one.most, "of": one.of}
    return whole | {"times": times[one.title] / times[one.of] if one.of else None}


def _counts(viewer: Any) -> list[Asked]:
    from pomni.facts import queries as facts
    from pomni.people.queries import segmented

    def counted(told: dict[str, Any]) -> Callable[[], int]:
        return lambda: segmented.number(viewer, facts.condition_of(told, viewer))

    return [
        Asked(
            f"count of a segment with five conditions, {how}", counted(told), MOST_OF_COUNT, has_fields=True
        )
        for how, told in _segments().items()
    ]


def _segments() -> dict[str, dict[str, Any]]:
    """Each over a field of the card, tags, a field of the company's own or a count, a sum and a date."""
    from pomni.people.models import Tag

    own, tags = _own_facts(), [str(uid) for uid in Tag.objects.order_by("pk").values_list("uid", flat=True)]
    return {
        "few found": {
            "all": [
                _line("people.source", "is", "friends"),
                _line("people.tags", "has", tags[:2]),
                _line(own["money"], "at_least", 100_000),
                _line("people.contacts", "at_least", 3),
                _line("people.last_contact", "after", "2024-06-30"),
            ]
        },
        "very many found": {
            "all": [
                _line("people.kind", "one_of", ["person"]),
                _line("people.tags", "has_not", tags[:1]),
                _line(own["money"], "more", 0),
                _line("people.contacts", "at_least", 1),
                _line("people.added", "last", 36_500),
            ]
        },
        "any and none of": {
            "all": [
                _line("people.last_contact", "ago", 90),
                {"any": [_line("people.tags", "has", tags[:1]), _line("people.contacts", "at_least", 10)]},
                {"none": [_line("agenda.open_tasks", "at_least", 1)]},
                _line(own["date"], "after", "2024-01-01"),
            ]
        },
    }


def _own_facts() -> dict[str, str]:
    """The first field of each kind, as conditions name it."""
    from pomni.facts.models import OwnField

    rows = OwnField.objects.order_by("-place").values_list("kind", "uid")
    return {kind: f"people.own_{uid}" for kind, uid in rows}


def _line(fact: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"fact": fact, "is": operator} | ({} if value is None else {"value": value})


def _figures(asker: Any) -> list[Asked]:
    return [
        Asked(
            f"figures of clients: {title}",
            lambda query=query: asker.get(f"{LIST}figures/?{query}"),
            MOST_OF_FIGURES,
        )
        for title, query in PERIODS.items()
    ]


def _lists(asker: Any) -> list[Asked]:
    from benchmark.parts.facts import FIELDS, SHOWN_FIELDS
    from pomni.facts.models import OwnField
    from pomni.people.queries.asked import USUAL

    own = [
        f"own_{uid}"
        for uid in OwnField.objects.order_by("place").values_list("uid", flat=True)[:SHOWN_FIELDS]
    ]
    address = f"{LIST}?cols={','.join([*USUAL, *own])}"
    plain = "list of clients without custom fields"
    title = f"list of clients with {FIELDS} custom fields, {SHOWN_FIELDS} of them shown"
    return [
        Asked(plain, lambda: asker.get(LIST)),
        Asked(title, lambda: asker.get(address), MOST_OF_FIELDS, plain, has_fields=True),
    ]


def _lines() -> list[Asked]:
    from pomni.agenda.capture import captured
    from pomni.kit.clock import now

    def read(language: str) -> Callable[[], Any]:
        told = {"now": now(), "zone": ZoneInfo("Europe/Warsaw"), "language": language}
        return lambda: captured(LINES[language], **told)

    return [Asked(f"one line understood ({language})", read(language)) for language in LINES]
