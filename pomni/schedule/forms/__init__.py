"""Forms of the schedule."""

from pomni.schedule.forms.completing import CompleteForm
from pomni.schedule.forms.free import ClosureForm, FreeForm, TermsForm
from pomni.schedule.forms.groups import EnrolForm, SeatsForm
from pomni.schedule.forms.series import CancelSeriesForm, MoveSeriesForm, SeriesForm
from pomni.schedule.forms.things import AddThingForm, EditThingForm, NeedsForm
from pomni.schedule.forms.visits import BookForm, CancelForm, CommentForm, MoveForm
from pomni.schedule.forms.waiting import WaitingForm
from pomni.schedule.forms.working import DaysForm, PatternForm

__all__ = [
    "AddThingForm",
    "BookForm",
    "CancelForm",
    "CancelSeriesForm",
    "ClosureForm",
    "CommentForm",
    "CompleteForm",
    "DaysForm",
    "EditThingForm",
    "EnrolForm",
    "FreeForm",
    "MoveForm",
    "MoveSeriesForm",
    "NeedsForm",
    "PatternForm",
    "SeatsForm",
    "SeriesForm",
    "TermsForm",
    "WaitingForm",
]
