"""The pages of goods."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.catalog import commands, queries, rules
from pomni.catalog.forms import AddGoodForm, EditGoodForm
from pomni.catalog.views.offered import CHANGE, SEE, acts_on, is_archive, offered_to, status_of, told_to
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

WORDS = ("name", "sku", "barcode", "unit", "price", "tax_rate", "for_sale", "for_use", "about")


@door(SEE)
@require_GET
def goods(request):
    words, after = request.GET.get("q", "").strip()[:200], request.GET.get("after") or None
    archived = is_archive(request)
    found = queries.good_page(request.user, words=words, archived=archived, after=after)
    told = {
        "shelves": queries.good_shelves(found.items),
        "more": found.next,
        "q": words,
        "archived": archived,
        "acts": acts_on(request, "good_actions"),
    }
    return page(request, "catalog/goods.html", part="rows", **told, **told_to(request))


@door(SEE)
@require_GET
def good(request, uid):
    one = queries.good(request.user, uid)
    wrong = rules.wrong_digit(one.barcode)
    return page(request, "catalog/good.html", good=one, wrong_digit=wrong, **told_to(request))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_good(request):
    form = AddGoodForm(request.POST or None, **offered_to(request))
    if form.is_bound and form.carries_out(commands.add_good, by=request.user):
        toast(request, _("It is there: %(name)s.") % {"name": form.result.name})
        return redirect("catalog:good", form.result.uid)
    return _form(request, form, _("New good"), "catalog:goods")


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_good(request, uid):
    one = queries.good(request.user, uid)
    was = {name: getattr(one, name) for name in WORDS}
    was |= {"category": one.category.name if one.category else ""}
    form = EditGoodForm(request.POST or None, was=was, **offered_to(request))
    if form.is_bound and form.carries_out(commands.edit_good, one, by=request.user):
        return redirect("catalog:good", uid)
    return _form(request, form, one.name, "catalog:good", uid)


@door(CHANGE)
@require_POST
def archive_good(request, uid):
    one = commands.archive_good(queries.good(request.user, uid), by=request.user)
    toast(request, _("The good is archived."), undo=("catalog:restore_good", [one.uid], {}))
    return redirect("catalog:goods")


@door(CHANGE)
@require_POST
def restore_good(request, uid):
    one = commands.restore_good(queries.good(request.user, uid), by=request.user)
    return redirect("catalog:good", one.uid)


def _form(request, form, title, *back):
    told = {"form": form, "title": title, "back": back, "part_title": _("Goods"), "part_url": "catalog:goods"}
    told |= {"categories": queries.category_names(request.user)}
    return page(request, "catalog/form.html", status=status_of(form), **told)
