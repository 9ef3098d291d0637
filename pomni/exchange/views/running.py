"""An import that was begun: how far it is, what it did, what could not be taken, and the way back."""

from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from pomni.exchange.commands import running as commands
from pomni.exchange.queries import running as queries
from pomni.exchange.queries.wizard import import_of
from pomni.team.access import door
from pomni.team.queries import LONGEST_NUMBER
from pomni.ui.html import page
from pomni.ui.toasts import refusals_told

SEE, RUN = "exchange.import.see", "exchange.import.run"
STEPS = {"read": "exchange:read_import", "trying": "exchange:try_import", "tried": "exchange:try_import"}
FIRST_FAULTS = 10
MOVING = {"running", "undoing"}


@door(SEE)
@require_GET
@never_cache
def import_page(request, uid):
    """The page asks for its progress again and again; where the state is another one, it comes anew as a whole."""
    import_ = import_of(request.user, uid)
    if import_.state in STEPS and not import_.began_at:
        return redirect(STEPS[import_.state], uid)
    if "state" in request.GET and request.htmx and request.GET["state"] != import_.state:
        answer = page(request, "exchange/import.html", part="progress", import_=import_)
        answer["HX-Refresh"] = "true"
        return answer
    told = {
        "import_": import_,
        "is_moving": import_.state in MOVING,
        "is_taken_back": import_.state == "undone" and not queries.may_be_undone(import_),
        "may_run": request.user.may(RUN),
    }
    if import_.state == "running":
        told |= {"minutes": queries.minutes_left(import_), "is_waiting": queries.is_waiting(import_)}
    elif import_.state == "undoing":
        told |= {"back": queries.taken_back(import_)}
    else:
        told |= _lists(request, import_)
    return page(request, "exchange/import.html", part="progress", **told)


def _lists(request, import_):
    of = request.GET.get("of", "")
    offered = [key for key, number in queries.numbers(import_).items() if number]
    of = of if of in offered else next(iter(offered), "")
    after = request.GET.get("after", "")
    lines, more = (
        queries.lines(request.user, import_, of=of, after=int(after) if _is_key(after) else 0)
        if of
        else ([], 0)
    )
    return {
        "of": of,
        "offered": offered,
        "lines": lines,
        "more": more,
        "faults": queries.faults(import_, size=FIRST_FAULTS),
        "more_faults": max(0, import_.faulty + import_.figures.get("not_taken", 0) - FIRST_FAULTS),
        "may_be_undone": queries.may_be_undone(import_),
        "numbers": queries.numbers(import_),
    }


def _is_key(text):
    return text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER


def _moves(command):
    """The view of a command that moves an import on; why it cannot be is told on the page of the import."""

    @door(RUN)
    @require_POST
    def view(request, uid):
        with refusals_told(request):
            command(import_of(request.user, uid), by=request.user)
        return redirect("exchange:import", uid)

    return view


start_import = _moves(commands.start_import)
pause_import = _moves(commands.pause_import)
resume_import = _moves(commands.resume_import)
stop_import = _moves(commands.stop_import)
undo_import = _moves(commands.undo_import)


@door(SEE)
@require_GET
@never_cache
def import_faults(request, uid):
    """The rows that could not be taken, as a file."""
    import_ = import_of(request.user, uid)
    answer = StreamingHttpResponse(
        queries.faults_file(request.user, import_), content_type="text/csv; charset=utf-8"
    )
    name = slugify(import_.name.rpartition(".")[0] or import_.name, allow_unicode=False) or "import"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{slugify(_("to mend")) or "to-mend"}.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
