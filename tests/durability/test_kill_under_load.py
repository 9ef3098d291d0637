"""kill -9 at random moments: nothing that was acknowledged is lost, nothing is there by half or twice."""

import random

import pytest

pytestmark = [pytest.mark.durability, pytest.mark.engines]

WRITERS = 3
SECONDS = 6


def test_killed_writers_and_sealers_lose_nothing_acknowledged_and_what_is_asked_for_again_is_done_once(
    house, long
):
    told = house.act("crew", house.notes, WRITERS, SECONDS * long, random.randrange(10**6))
    assert told["in_the_middle"] > 3, f"hardly a kill hit a running command, so little was proved: {told}"
    after = house.judge()
    _nothing_is_torn(after)
    acked = _acknowledged(house)
    assert len(acked) > 20
    for name, email in acked.items():
        assert after["clients"].get(name), f"{name} was acknowledged and is not there: {told}"
        assert after["clients"][name]["email"] in {email, f"{name}@example.com"}, told

    again = house.judge(again=True)
    _nothing_is_torn(again)
    for writer, steps in house.acknowledged().items():
        number, is_edit = divmod(steps, 2)
        card = again["clients"][f"{writer}-{number}"]
        assert (card["rows"], card["added"], card["edited"]) == (1, 1, is_edit), f"{card}: {told}"
        assert f"{writer}-{number + 1}" not in again["clients"]


def _nothing_is_torn(after):
    """Each client with exactly one moment of being added, one at most of being edited, and a concern for each."""
    assert after["integrity"] == "ok"
    assert after["astray"] == 0, "a moment tells of a client that is not there"
    for name, card in after["clients"].items():
        assert (card["rows"], card["added"]) == (1, 1), f"{name}: {card}"
        assert card["edited"] == bool(card["email"] and not name.startswith("Client ")), f"{name}: {card}"
        assert card["concerns"] == card["added"] + card["edited"], f"{name}: {card}"
    assert (after["faults"], after["unsealed"]) == ([], 0)
    assert after["seals"] == after["moments"]


def _acknowledged(house):
    """The clients that must be there, each with the e-mail it must have (empty: not edited yet, or not told so)."""
    acked = {}
    for writer, steps in house.acknowledged().items():
        for number in range((steps + 1) // 2):
            name = f"{writer}-{number}"
            acked[name] = f"{name}@example.com" if 2 * number + 1 < steps else ""
    return acked
