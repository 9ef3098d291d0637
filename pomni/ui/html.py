"""A page, or the part of it that htmx asked for; and how the pages of the house are made.

A page extends `base.html` (signed in) or `plain.html` (signed out: one card in the middle) and fills the
blocks `title` (the tab of the browser), `heading` (the one h1), and where it has them `crumbs`, `actions`
(buttons on the right of the top bar; one `kind="primary"` a page), `toolbar`, `content`, and `width`, which
is " column stack" on a page of forms. `plain.html` has `title`, `content`, `below`.

    {% extends "base.html" %}{% load i18n %}
    {% block title %}{% translate "{Clients}" %}{% endblock %}
    {% block heading %}{% translate "{Clients}" %}{% endblock %}
    {% block crumbs %}<nav class="crumbs" aria-label="…"><a href="…">…</a></nav>{% endblock %}
    {% block actions %}<c-button kind="primary" icon="plus" href="…" hotkey="c">…</c-button>{% endblock %}
    {% block content %}
      {% partialdef list inline %}<table class="table">…</table>{% endpartialdef %}
    {% endblock %}

Components (`templates/cotton/`); `/ui/` shows each in every state. Further attributes are passed on to their tag:

    <c-button kind="primary|soft|ghost|danger" size="small|wide" icon="plus" hotkey="n">verb</c-button>
        with `href` it is a link; `type="submit"` sends; `label="…"` makes it icon-only and names it; `opens="id"`
        opens the dialog or drawer of that id
    <c-segments label="…">two to four buttons, the chosen one with aria-pressed or aria-current</c-segments>
    <c-chip on="1" href="…" icon="…">Tag: <b>any</b></c-chip>      a filter; without `href` a button
    <c-badge tone="info|success|warning|danger|violet|accent|outline" icon="…">status</c-badge>
    <c-alert tone="…" icon="…" title="…">a sentence</c-alert>
    <c-avatar :name="person.name" :seed="person.pk" size="small|large" />
    <c-card title="…">…<c-slot name="actions">…</c-slot></c-card>
    <c-stat label="…" figure="…" note="one comparison" tone="warning|danger" href="…" />   inside <div class="stats">
    <c-facts :facts="pairs" />                                     or <dl class="facts"> with dt and dd
    <c-empty icon="users" title="…">why it is empty<c-slot name="action">button</c-slot></c-empty>     `level="1"` where
        the page has no other h1
    <c-tabs label="…"><a href="…" aria-current="page">…</a>…</c-tabs>
    <c-table caption="…">thead and tbody</c-table>                 cells say by data-m where they stand on a phone:
        lead|title|sub|end|end2|hide; in rows, and in loops of more than 100, write the tags themselves
    <c-bulk>buttons</c-bulk>            after the table, in the form around both: comes with the first checked row
    <c-timeline><li class="day">…</li><c-moment icon="phone" tone="success" title="…" by="…" at="14:05">…</c-moment></c-timeline>
        `<p class="said">` (or `said note`) in it holds what was written
    <c-steps><c-step icon="clock" title="…" due="…" state="late|done">buttons</c-step></c-steps>     what next
    <c-steps-form :steps="steps" :now="2" />    pages of one long form: pairs of title and address ("" where none)
    <c-settings><c-setting title="…" effect="…" default="…" for="id of the control">control</c-setting></c-settings>
    <c-switch name="…" label="…" hint="…" checked="1" />           works at once; inside a setting use a bare
        `<input type="checkbox" role="switch" aria-describedby="id_effect">`
    <c-picks legend="…"><c-pick name="…" value="…" icon="…" title="…" checked="1">meaning</c-pick></c-picks>
    <c-progress label="…" value="3" max="8" told="3 of 8" />       without `value`: nobody knows how long
    <c-skeleton lines="3" /> or <c-skeleton block="8rem" />        where something slower than 300 ms will be
    <c-menu id="…" label="More">…<a class="item">, <button class="item">, <hr>, <p class="group">…</c-menu>   `text="…"`
        shows words instead of the icon
    <c-dialog id="…" title="…" wide="40rem">…<c-slot name="footer">buttons</c-slot></c-dialog>,  <c-drawer …> alike
        closed by Escape, the cross, or a button `command="close" commandfor="id"`
    <c-combo id="…" name="client" label="…" src="{% url … %}" value="…" shown="…" hint="…" error="…" />    the address is
        asked with ?q= and answers `<div role="option" data-value="…" data-label="…">…<small>…</small></div>`, the last
        one perhaps "Create …"; `client` is sent, and what was typed as `client-typed` (all there is without scripts)
    <c-field name="q" label="…" hint="…" error="…" type="search" />     outside Django's forms only
    <c-day name="from" label="…" :value="day" error="…" />             alike, a day: `value` is a date, or what was typed wrong;
        the view reads it by `pomni.ui.days`. `unseen="1"` hides the label; `described="id"` says where the error stands

Fields for Django's forms stand in `pomni.ui.widgets`: `DayField`, `TimeField`, `MoneyField`, `PhoneInput`, `Switch`, `Picks`
with `picks(...)` for its choices, `HueField`. A select of more than ten options lets one type to find by itself.

`{% include "_form.html" with form=form submit="verb" cancel="address" %}` is a whole form. `{{ form }}` and
`{{ form.name.as_field_group }}` are drawn in the house's way everywhere: label, field, error, hint.
Tags and filters need no load: `{% icon "users" %}` (its name stands in `frontend/icons.txt`),
`{% alarm client.warning %}` behind each client's name, `{{ at|moment }}`, `{{ at|day }}`.
Plain classes: `stack`, `row`, `cluster`, `column` (640 px), `halves`,
`grow`, `stats`, `rows`, `num`, `quiet`, `small`, `unseen`, `w-l` (hidden where `main` is narrow). Styles never name a
colour: tokens stand in `static/ui/tokens.css`, controls in `controls.css`, what is shown in `components.css`, what lies
over the page in `layers.css`, the shell in `layout.css`, paper in `print.css`.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from pomni.ui.toasts import toasts_part


def page(
    request: HttpRequest, template: str, part: str | None = None, status: int = 200, **context: Any
) -> HttpResponse:
    """The whole page; for an htmx request only `template#part`, and the messages that wait for the person."""
    htmx = getattr(request, "htmx", None)
    if htmx and part and not htmx.history_restore_request:
        return parts(request, render_to_string(f"{template}#{part}", context, request), status)
    response = HttpResponse(render_to_string(template, context, request), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def parts(request: HttpRequest, html: str, status: int = 200) -> HttpResponse:
    """Parts of a page that are drawn already, for htmx; and the messages that wait for the person."""
    response = HttpResponse(html + toasts_part(request), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
