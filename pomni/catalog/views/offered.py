"""What the pages of all that is offered have in common."""

from pomni.kit.module import open_to

SEE, CHANGE = "catalog.service.see", "catalog.service.change"


def offered_to(request):
    """What forms need to offer choices and to name the money."""
    return {"viewer": request.user, "currency": request.company.currency}


def told_to(request):
    """What pages need beside their records."""
    return {"currency": request.company.currency, "may_change": request.user.may(CHANGE)}


def acts_on(request, attribute):
    """What else may be done with a list: what brings something in is for whoever may change what is offered."""
    may_change = request.user.may(CHANGE)
    return [act for act in open_to(request.user, attribute) if may_change or not act.fills]


def is_archive(request):
    """Whether the list of what is archived is asked for."""
    return request.GET.get("archived") == "1"


def status_of(form):
    """200, or 422 where what was typed must be mended, 409 where somebody else was quicker."""
    if getattr(form, "conflicts", None):
        return 409
    return 422 if form.is_bound else 200
