"""Forms of the schedule."""

from pomni.schedule.forms.absences import AddAbsenceForm, AnswerForm, AskAbsenceForm
from pomni.schedule.forms.clocking import AddClockedForm, ClockedForm
from pomni.schedule.forms.completing import CompleteForm
from pomni.schedule.forms.free import ClosureForm, FreeForm, TermsForm
from pomni.schedule.forms.groups import EnrolForm, SeatsForm
from pomni.schedule.forms.saved import ViewForm
from pomni.schedule.forms.series import CancelSeriesForm, MoveSeriesForm, SeriesForm
from pomni.schedule.forms.staffing import MinimumForm
from pomni.schedule.forms.things import AddThingForm, EditThingForm, NeedsForm
from pomni.schedule.forms.visits import BookForm, CancelForm, CommentForm, MoveForm
from pomni.schedule.forms.waiting import WaitingForm
from pomni.schedule.forms.working import DaysForm, EndPatternForm, PatternForm, PlanForm, PublishForm

__all__ = [
    "AddAbsenceForm",
    "AddClockedForm",
    "AddThingForm",
    "AnswerForm",
    "AskAbsenceForm",
    "BookForm",
    "CancelForm",
    "CancelSeriesForm",
    "ClockedForm",
    "ClosureForm",
    "CommentForm",
    "CompleteForm",
    "DaysForm",
    "EditThingForm",
    "EndPatternForm",
    "EnrolForm",
    "FreeForm",
    "MinimumForm",
    "MoveForm",
    "MoveSeriesForm",
    "NeedsForm",
    "PatternForm",
    "PlanForm",
    "PublishForm",
    "SeatsForm",
    "SeriesForm",
    "TermsForm",
    "ViewForm",
    "WaitingForm",
]
