"""The pages of services."""

from django.shortcuts import redirect
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.catalog import commands, queries, rules
from pomni.catalog.forms import AddServiceForm, CategoryForm, EditServiceForm, PerformersForm
from pomni.catalog.views.offered import acts_on, offered_to
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

SEE, CHANGE = "catalog.service.see", "catalog.service.change"
WORDS = (
    "name",
    "minutes",
    "price",
    "code",
    "phases",
    "before",
    "after",
    "hue",
    "season",
    "repeat_days",
    "tax_rate",
    "is_online",
    "about",
)


# --- Lists -----------------------------------------------------------------------------------------------------------


@door(SEE)
@require_GET
def services(request):
    return _list(request, archived=False)


@door(SEE)
@require_GET
def archived_services(request):
    return _list(request, archived=True)


def _list(request, *, archived):
    words, after = request.GET.get("q", "").strip()[:200], request.GET.get("after") or None
    found = queries.service_page(request.user, words=words, archived=archived, after=after)
    return page(
        request,
        "catalog/services.html",
        acts=acts_on(request, "service_actions"),
        part="rows",
        shelves=queries.shelves(found.items),
        more=found.next,
        q=words,
        archived=archived,
        currency=request.company.currency,
        may_change=request.user.may(CHANGE),
    )


# --- One -------------------------------------------------------------------------------------------------------------


@door(SEE)
@require_GET
def service(request, uid):
    one = queries.service(request.user, uid)
    return page(
        request,
        "catalog/service.html",
        service=one,
        phases=rules.phases_told(one.phases),
        season=", ".join(str(MONTHS[month]) for month in one.season),
        currency=request.company.currency,
        performers=queries.performers_of(request.user, one),
        may_change=request.user.may(CHANGE),
    )


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_service(request):
    initial = {"category": request.GET.get("category", "")[:80], "minutes": 60}
    form = AddServiceForm(request.POST or None, initial=initial, **offered_to(request))
    if request.POST and form.carries_out(commands.add_service, by=request.user):
        toast(request, _("The service “%(name)s” is there.") % {"name": form.result.name})
        return redirect("catalog:set_performers", form.result.uid)
    return page(
        request, "catalog/add_service.html", form=form, categories=queries.category_names(request.user)
    )


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_service(request, uid):
    one = queries.service(request.user, uid)
    was = {name: getattr(one, name) for name in WORDS} | {
        "category": one.category.name if one.category else ""
    }
    form = EditServiceForm(request.POST or None, was=was, **offered_to(request))
    if request.POST and form.carries_out(commands.edit_service, one, by=request.user):
        return redirect("catalog:service", uid)
    names, status = queries.category_names(request.user), 409 if form.conflicts else 200
    return page(request, "catalog/edit_service.html", status=status, service=one, form=form, categories=names)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def set_performers(request, uid):
    one = queries.service(request.user, uid)
    rows = queries.could_perform(request.user, one)
    form = PerformersForm(request.POST or None, rows=rows, currency=request.company.currency)
    if request.method == "POST" and form.carries_out(commands.set_performers, one, by=request.user):
        return redirect("catalog:service", uid)
    return page(request, "catalog/set_performers.html", service=one, form=form)


@door(CHANGE)
@require_POST
def archive_service(request, uid):
    one = commands.archive_service(queries.service(request.user, uid), by=request.user)
    toast(request, _("The service is archived."), undo=("catalog:restore_service", [one.uid], {}))
    return redirect("catalog:services")


@door(CHANGE)
@require_POST
def restore_service(request, uid):
    one = commands.restore_service(queries.service(request.user, uid), by=request.user)
    return redirect("catalog:service", one.uid)


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def rename_category(request, uid):
    one = queries.category(request.user, uid)
    form = CategoryForm(request.POST or None, initial={"name": one.name})
    if request.POST and form.carries_out(commands.rename_category, one, by=request.user):
        return redirect("catalog:services")
    return page(request, "catalog/rename_category.html", category=one, form=form)
