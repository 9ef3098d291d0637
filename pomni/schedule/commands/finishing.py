"""That the work of a visit is done: whoever performs it says so, and the desk completes and takes the money."""

from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.schedule.commands.visits import CHANGE, _locked, _remember_change
from pomni.schedule.models import Visit
from pomni.team.access import command
from pomni.team.models import User


@command(CHANGE)
def finish_visit(visit: Visit, *, by: User) -> Visit:
    """Say that the work is done: the visit waits for being completed. Twice is once. Raises Refused where it has not begun."""
    return _said(visit, is_finished=True, by=by)


@command(CHANGE)
def resume_visit(visit: Visit, *, by: User) -> Visit:
    """Say that the work goes on after all. Twice is once."""
    return _said(visit, is_finished=False, by=by)


def _said(visit: Visit, *, is_finished: bool, by: User) -> Visit:
    visit = _locked(visit)
    was = visit.finished_at is not None
    if was == is_finished:
        return visit
    if visit.status != Visit.Status.STARTED:
        raise Refused(_("This visit is not in progress. Begin it first."))
    visit.finished_at = now() if is_finished else None
    visit.save()
    _remember_change(visit, {"is_finished": [was, is_finished]}, by)
    return visit
