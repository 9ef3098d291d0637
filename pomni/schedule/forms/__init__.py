"""Forms of the schedule."""

from pomni.schedule.forms.things import AddThingForm, EditThingForm, NeedsForm
from pomni.schedule.forms.visits import BookForm, CancelForm, CommentForm, MoveForm
from pomni.schedule.forms.working import DaysForm, PatternForm

__all__ = [
    "AddThingForm",
    "BookForm",
    "CancelForm",
    "CommentForm",
    "DaysForm",
    "EditThingForm",
    "MoveForm",
    "NeedsForm",
    "PatternForm",
]
