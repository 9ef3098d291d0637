"""What the pages of all that is offered have in common."""

SEE, CHANGE = "catalog.service.see", "catalog.service.change"


def offered_to(request):
    """What forms need to offer choices and to name the money."""
    return {"viewer": request.user, "currency": request.company.currency}


def told_to(request):
    """What pages need beside their records."""
    return {"currency": request.company.currency, "may_change": request.user.may(CHANGE)}


def is_archive(request):
    """Whether the list of what is archived is asked for."""
    return request.GET.get("archived") == "1"


def status_of(form):
    """200, or 422 where what was typed must be mended, 409 where somebody else was quicker."""
    if getattr(form, "conflicts", None):
        return 409
    return 422 if form.is_bound else 200
