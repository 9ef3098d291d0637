"""How a task, a promise or a meeting is added: on a page of its own, or on a client's card, where one writes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from pomni.agenda import panels
from pomni.agenda.views.answers import CARD, grew
from pomni.people import queries as people
from pomni.ui.html import page
from pomni.ui.toasts import toast


@dataclass(frozen=True)
class Adding:
    """One kind of things that are added.

    `form` stands on the page `template`, `short_form` on the card; `added` and `wrong` are the parts that answer there.
    `sentence` is told afterwards; `undo` names the view that takes it back, with `undo_fields`.
    """

    command: Callable[..., Any]
    form: Callable[..., Any]
    short_form: Callable[..., Any]
    template: str
    added: str
    wrong: str
    sentence: Any
    undo: str
    undo_fields: Mapping[str, str] = field(default_factory=dict)

    def answer(self, request: Any, behind: Callable[[Any], HttpResponse]) -> HttpResponse:
        """The answer of the view. `behind`: where to go from the page once this record was added, if from no client's card."""
        if request.POST.get("on") == CARD:
            return self._on_card(request)
        client = people.client(request.user, uid) if (uid := request.GET.get("client", "")) else None
        form = self.form(request.POST or None, viewer=request.user, client=client)
        if request.POST and form.is_valid():
            about = form.cleaned_data["client"]
            if self._adds(request, form, about):
                return redirect("people:client", about.uid) if client else behind(form.result)
        return self._page(request, form, client)

    def _on_card(self, request: Any) -> HttpResponse:
        client = people.client(request.user, request.POST.get("client", ""))
        form = self.short_form(request.POST, viewer=request.user, client=client)
        if not (form.is_valid() and self._adds(request, form, form.cleaned_data.get("client") or client)):
            if not request.htmx:
                return self._page(
                    request, self.form(request.POST, viewer=request.user, client=client), client
                )
            told = {"form": form, "client": client}
            return page(request, "agenda/answers.html", part=self.wrong, status=422, **told)
        if not request.htmx:
            return redirect("people:client", client.uid)
        fresh = self.short_form(viewer=request.user, client=client)
        shown = panels.of_client_told(request, client)
        return grew(page(request, "agenda/answers.html", part=self.added, form=fresh, **shown))

    def _page(self, request: Any, form: Any, client: Any) -> HttpResponse:
        status = 422 if form.is_bound else 200
        return page(request, self.template, status=status, form=form, client=client)

    def _adds(self, request: Any, form: Any, client: Any) -> bool:
        if not form.carries_out(self.command, *([client] if client else []), by=request.user):
            return False
        on = {"on": CARD} if request.POST.get("on") == CARD else {}
        undo = (self.undo, [form.result.uid], {**self.undo_fields, **on})
        toast(request, self.sentence, undo, in_place=bool(on and request.htmx))
        return True
