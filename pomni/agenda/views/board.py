"""The board of what is not to be forgotten."""

from django.http import Http404
from django.views.decorators.http import require_GET

from pomni.agenda import board as drawing
from pomni.agenda import panels, queries
from pomni.team.access import door
from pomni.ui.html import page

SEE = "agenda.promise.see"


@door(SEE)
@require_GET
def board(request):
    """One's own, or (`all`) all within reach; `of` names one part, of which `from` is the first line shown."""
    scope = panels.scope_word(request.user, SEE)
    mine, key = not (scope and request.GET.get("all")), request.GET.get("of", "")
    if not key:
        sections = queries.board(request.user, mine=mine)
        parts = drawing.drawn(request, sections, mine=mine)
        return page(request, "agenda/board.html", mine=mine, scope=scope, parts=parts)
    if key not in queries.SECTIONS:
        raise Http404
    start = min(int(asked), queries.CAP) if (asked := request.GET.get("from", "0")).isdecimal() else 0
    section = queries.board_section(request.user, key, mine=mine, start=start)
    (one,) = drawing.drawn(request, [section], mine=mine)
    behind = start + section.lines
    more = behind if section.lines == queries.PAGE and behind < section.count else None
    where = {"mine": mine, "scope": scope, "of": key}
    return page(request, "agenda/board.html", part="lines", one=one, more=more, **where)
