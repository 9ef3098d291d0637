"""Stage: one change of very many clients, and taking it back, while others write."""

import time
from typing import Any

from benchmark.crowd import beside_others
from benchmark.size import Size


def measure(_size: Size) -> dict[str, Any]:
    """Seconds of a tag and of another colleague for all clients of a location, of taking each back, and others' writes."""
    return {"changes": [beside_others(lambda told=told: _change(*told)) for told in _wishes()]}


def _wishes() -> list[tuple[str, Any]]:
    from pomni.team.models import User

    return [("tag", "Bench"), ("responsible", str(User.objects.get(username="seller1").uid))]


def _change(what: str, value: Any) -> dict[str, Any]:
    from pomni.people.carrying import change_all, take_all_back
    from pomni.people.commands import bulk
    from pomni.team.models import Location, User

    by, location = User.objects.get(username="all"), Location.objects.get(name="North")
    began = time.monotonic()
    change = bulk.ask_bulk_change(asked=f"location={location.uid}", what=what, value=value, by=by)
    looked = time.monotonic()
    change = change_all(bulk.start_bulk_change(change, by=by, in_background=False))
    changed = time.monotonic()
    back = take_all_back(bulk.undo_bulk_change(change, by=by, in_background=False))
    if back.state != back.State.UNDONE or back.undone != change.changed:
        raise RuntimeError(
            f"{back.undone} of {change.changed} clients were given back what they had: {back.trouble}"
        )
    seconds = {"looked": looked - began, "seconds": changed - looked, "back": time.monotonic() - changed}
    return {"what": what, "rows": change.rows} | seconds
