"""A page, or the part of it that htmx asked for; and how the pages of the house are made.

A page extends `base.html` (signed in) or `plain.html` (signed out: one card in the middle) and fills the
blocks `title` (the tab of the browser), `heading` (the one h1), and where it has them `crumbs`, `actions`
(buttons on the right of the top bar; one `kind="primary"` a page), `toolbar`, `content`, and `width`, which
is " column stack" on a page of forms. `plain.html` has `title`, `content`, `below`.

    {% extends "base.html" %}{% load i18n %}
    {% block title %}{% translate "Clients" %}{% endblock %}
    {% block heading %}{% translate "Clients" %}{% endblock %}
    {% block crumbs %}<nav class="crumbs" aria-label="…"><a href="…">…</a></nav>{% endblock %}
    {% block actions %}<c-button kind="primary" icon="plus" href="…" hotkey="c">…</c-button>{% endblock %}
    {% block content %}
      {% partialdef list inline %}<table class="table">…</table>{% endpartialdef %}
    {% endblock %}

Components (`templates/cotton/`); further attributes are passed on to their tag:

    <c-button kind="primary|soft|ghost|danger" size="small|wide" icon="plus" hotkey="n">verb</c-button>
        with `href` it is a link; `type="submit"` sends; `label="…"` makes it icon-only and names it
    <c-card title="…">…<c-slot name="actions">…</c-slot></c-card>
    <c-empty icon="users" title="…">why it is empty<c-slot name="action">button</c-slot></c-empty>
    <c-badge tone="info|success|warning|danger|violet|accent" icon="…">status</c-badge>
    <c-alert tone="…" icon="…">a sentence</c-alert>
    <c-avatar :name="person.name" :seed="person.pk" size="small|large" />
    <c-field name="q" label="…" hint="…" error="…" type="search" />     outside Django's forms only

`{% include "_form.html" with form=form submit="verb" cancel="address" %}` is a whole form. `{{ form }}` and
`{{ form.name.as_field_group }}` are drawn in the house's way everywhere: label, field, error, hint.
Tags and filters need no load: `{% icon "users" %}` (its name stands in `frontend/icons.txt`),
`{{ at|moment }}`, `{{ at|day }}`. Plain classes: `stack`, `row`, `cluster`, `column` (640 px), `halves`,
`grow`, `facts`, `tabs`, `rows`, `num`, `quiet`, `small`, `unseen`, and `table`, whose cells say by
`data-m="lead|title|sub|end|end2|hide"` where they stand on a phone.
"""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def page(
    request: HttpRequest, template: str, part: str | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """The whole page; for an htmx request only `template#part`, and the messages that wait for the person."""
    htmx = getattr(request, "htmx", None)
    if htmx and part and not htmx.history_restore_request:
        html = render_to_string(f"{template}#{part}", context, request)
        if len(get_messages(request)):
            html += render_to_string("ui/messages_part.html", request=request)
    else:
        html = render_to_string(template, context, request)
    response = HttpResponse(html, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
