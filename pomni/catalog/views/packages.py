"""The pages of packages and gift certificates."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.catalog import commands, queries
from pomni.catalog.forms import AddCertificateForm, AddPackageForm, EditCertificateForm, EditPackageForm
from pomni.catalog.views.offered import CHANGE, SEE, acts_on, is_archive, offered_to, status_of, told_to
from pomni.catalog.words import contents_in_words
from pomni.team.access import door
from pomni.ui.html import page
from pomni.ui.toasts import toast

PACKAGE = ("name", "price", "days", "tax_rate", "about")
CERTIFICATE = ("name", "amount", "days")


# --- Packages --------------------------------------------------------------------------------------------------------


@door(SEE)
@require_GET
def packages(request):
    archived = is_archive(request)
    found = [
        (one, contents_in_words(queries.contents_told(one)))
        for one in queries.packages(request.user, archived=archived)
    ]
    told = {"packages": found, "archived": archived, "acts": acts_on(request, "package_actions")}
    return page(request, "catalog/packages.html", **told, **told_to(request))


@door(SEE)
@require_GET
def package(request, uid):
    one = queries.package(request.user, uid)
    rows = contents_in_words(queries.contents_told(one))
    return page(request, "catalog/package.html", package=one, rows=rows, **told_to(request))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_package(request):
    form = AddPackageForm(request.POST or None, **offered_to(request))
    if form.is_bound and form.carries_out(commands.add_package, by=request.user):
        toast(request, _("It is there: %(name)s.") % {"name": form.result.name})
        return redirect("catalog:package", form.result.uid)
    return _package_form(request, form, _("New package"), "catalog:packages")


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_package(request, uid):
    one = queries.package(request.user, uid)
    was, rows = {name: getattr(one, name) for name in PACKAGE}, queries.contents_told(one)
    form = EditPackageForm(request.POST or None, was=was, rows=rows, **offered_to(request))
    if form.is_bound and form.carries_out(commands.edit_package, one, by=request.user):
        return redirect("catalog:package", uid)
    return _package_form(request, form, one.name, "catalog:package", uid)


@door(CHANGE)
@require_POST
def archive_package(request, uid):
    one = commands.archive_package(queries.package(request.user, uid), by=request.user)
    toast(request, _("The package is archived."), undo=("catalog:restore_package", [one.uid], {}))
    return redirect("catalog:packages")


@door(CHANGE)
@require_POST
def restore_package(request, uid):
    one = commands.restore_package(queries.package(request.user, uid), by=request.user)
    return redirect("catalog:package", one.uid)


def _package_form(request, form, title, *back):
    told = {"form": form, "title": title, "back": back}
    return page(request, "catalog/package_form.html", status=status_of(form), **told)


# --- Gift certificates -----------------------------------------------------------------------------------------------


@door(SEE)
@require_GET
def certificates(request):
    archived = is_archive(request)
    told = {"certificates": queries.certificates(request.user, archived=archived), "archived": archived}
    return page(request, "catalog/certificates.html", **told, **told_to(request))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def add_certificate(request):
    form = AddCertificateForm(request.POST or None, **offered_to(request))
    if form.is_bound and form.carries_out(commands.add_certificate, by=request.user):
        toast(request, _("It is there: %(name)s.") % {"name": form.result.name})
        return redirect("catalog:certificates")
    return _certificate_form(request, form, _("New gift certificate"))


@door(CHANGE)
@require_http_methods(["GET", "POST"])
def edit_certificate(request, uid):
    one = queries.certificate(request.user, uid)
    was = {name: getattr(one, name) for name in CERTIFICATE}
    form = EditCertificateForm(request.POST or None, was=was, **offered_to(request))
    if form.is_bound and form.carries_out(commands.edit_certificate, one, by=request.user):
        return redirect("catalog:certificates")
    return _certificate_form(request, form, one.name)


@door(CHANGE)
@require_POST
def archive_certificate(request, uid):
    one = commands.archive_certificate(queries.certificate(request.user, uid), by=request.user)
    words = _("The gift certificate is archived.")
    toast(request, words, undo=("catalog:restore_certificate", [one.uid], {}))
    return redirect("catalog:certificates")


@door(CHANGE)
@require_POST
def restore_certificate(request, uid):
    commands.restore_certificate(queries.certificate(request.user, uid), by=request.user)
    return redirect("catalog:certificates")


def _certificate_form(request, form, title):
    here = "catalog:certificates"
    told = {
        "form": form,
        "title": title,
        "back": [here],
        "part_url": here,
        "part_title": _("Gift certificates"),
    }
    return page(request, "catalog/form.html", status=status_of(form), **told)
