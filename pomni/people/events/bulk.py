"""What happens to bulk changes themselves; what they do to each client is told of that client."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from pomni.memory.events import Event, Kept

COUNTED = Kept("how many clients were changed, and by whom, is the company's own")


class BulkStarted(
    Event,
    says=_("began to change many {clients} at once. How many: %(rows)s"),
    about="people.BulkChange",
    icon="list-checks",
):
    bulkchange_id: int
    what: Annotated[str, COUNTED]
    rows: int


class BulkFinished(
    Event,
    says=_("changed many {clients} at once. Changed: %(changed)s, left as they are: %(passed)s"),
    about="people.BulkChange",
    icon="list-checks",
):
    bulkchange_id: int
    what: Annotated[str, COUNTED]
    changed: int
    passed: int


class BulkStopped(
    Event,
    says=_("stopped changing many {clients} at once. Changed by then: %(changed)s"),
    about="people.BulkChange",
    icon="square",
):
    bulkchange_id: int
    what: Annotated[str, COUNTED]
    changed: int


class BulkUndoStarted(
    Event,
    says=_("began to take back a change of many {clients}"),
    about="people.BulkChange",
    icon="undo-2",
):
    bulkchange_id: int
    what: Annotated[str, COUNTED]


class BulkUndone(
    Event,
    says=_("took back a change of many {clients}. Given back: %(undone)s, left as they are: %(kept)s"),
    about="people.BulkChange",
    icon="undo-2",
):
    bulkchange_id: int
    what: Annotated[str, COUNTED]
    undone: int
    kept: int
