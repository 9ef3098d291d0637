"""Two hundred fields of the company's own. Archived: they are there only while lists and segments are measured with them."""

from typing import Any

from benchmark.bulk import put, set_counters
from benchmark.story import ENDED, Story, uuid7_of
from pomni.facts.models import FieldChoice, OwnField

FIELDS, SHOWN_FIELDS = 200, 12  # how many there are; as many of them, the first ones, a list shows
KINDS = ("text", "number", "money", "date", "choice", "yes_no")
FIELD = ("id", "uid", "about", "name", "kind", "hint", "is_required", "decides", "condition", "place")
FIELD = (*FIELD, "archived_at", "made_of")
CHOICE = ("id", "uid", "field_id", "name", "place")
OFFERED = 5


def fill(story: Story) -> None:
    """Put in the fields, and what they offer."""
    chance = story.chance("facts")
    kinds = {number: KINDS[(number - 1) % len(KINDS)] for number in range(1, FIELDS + 1)}
    rows = (
        (n, uuid7_of(ENDED, chance), "people.client", f"Field {n}", kind, "", False, "", {}, n, ENDED, "")
        for n, kind in kinds.items()
    )
    put(OwnField, FIELD, rows)
    offered: list[tuple[Any, ...]] = []
    for number, kind in kinds.items():
        places = range(OFFERED if kind == "choice" else 0)
        choices = [(len(offered) + nr, number, f"Choice {nr}", nr) for nr in range(1, len(places) + 1)]
        story.own_fields.append((number, kind, [pk for pk, *_rest in choices]))
        offered += choices
    put(FieldChoice, CHOICE, ((pk, uuid7_of(ENDED, chance), *told) for pk, *told in offered))
    set_counters(OwnField, FieldChoice)
