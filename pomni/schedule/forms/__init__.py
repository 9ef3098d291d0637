"""Forms of the schedule."""

from pomni.schedule.forms.visits import BookForm, CancelForm, CommentForm, MoveForm
from pomni.schedule.forms.working import DaysForm, PatternForm

__all__ = ["BookForm", "CancelForm", "CommentForm", "DaysForm", "MoveForm", "PatternForm"]
