"""The page on which the director says how long things are kept."""

from typing import Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pomni.team import commands, keeping
from pomni.team.access import door
from pomni.team.forms.keeping import KeepingForm, sentences
from pomni.ui.html import page
from pomni.ui.toasts import toast


@door("team.keeping.change")
@require_http_methods(["GET", "POST"])
def how_long(request: Any) -> Any:
    """Says what would go before it is saved; what is saved goes in the next night."""
    kept = keeping.preview({})
    if request.method == "POST" and "preview" not in request.POST:
        form = KeepingForm(request.POST, kept=kept)
        if form.carries_out(commands.set_keeping, by=request.user):
            toast(request, _("Saved. What is kept no longer goes in the next night."))
            return redirect("team:keeping")
        return page(request, "team/keeping.html", status=422, form=form, lines=sentences(kept))
    asked = KeepingForm.asked(request.POST, kept)
    told = keeping.preview(asked) if asked else kept
    form = KeepingForm(kept=told)
    return page(request, "team/keeping.html", form=form, lines=sentences(told), is_preview=bool(asked))
