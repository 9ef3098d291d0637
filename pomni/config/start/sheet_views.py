"""The recovery sheet on a page: on the first day after coming in, later among the settings."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pomni.config.backup.recovery import sections
from pomni.config.start.forms import SafeForm
from pomni.config.start.views import steps
from pomni.team import commands
from pomni.team.access import door
from pomni.team.signin import asks_who_is_there
from pomni.ui.html import page


@door("team.recovery_sheet.see")
@never_cache
@require_http_methods(["GET", "POST"])
@asks_who_is_there
def sheet(request, is_first_day=False):
    """The sheet, and a box to tick when it is put away. Whoever looks at it is remembered."""
    form = SafeForm(request.POST or None)
    if request.POST and form.is_valid():
        commands.note_recovery_sheet_kept(by=request.user)
        if is_first_day:
            return redirect("team:second_step")
        messages.success(request, _("Noted: the recovery sheet is in a safe place."))
        return redirect("start:recovery_sheet")
    commands.note_recovery_sheet_shown(by=request.user)
    told = {
        "form": form,
        "sections": list(sections(settings.HOME)),
        "kept_at": request.company.recovery_sheet_at,
    }
    if is_first_day:
        return page(request, "start/sheet_of_first_day.html", **told, **steps("sheet"))
    return page(request, "start/sheet.html", **told)
