"""What is to be put right first, before a page of the schedule is of any use."""

from urllib.parse import urlencode

from django.urls import reverse

from pomni.schedule import queries

SERVICE, HOURS = "catalog.service.change", "schedule.working.change"
MENDED = {  # where each is put right, and by whom
    "service": ("catalog:add_service", SERVICE),
    "performer": ("catalog:services", SERVICE),
    "hours": ("schedule:month", HOURS),
}


def lacking(request, here):
    """What is missing at a location, as `schedule/_lacks.html` says it: `lacks`, and `mend`, the address for whoever may; empty
    where nothing is.
    """
    if here is None or not (lacks := queries.lacks(request.user, here)):
        return {}
    page, right = MENDED[lacks]
    asked = f"?{urlencode({'at': here.uid})}" if lacks == "hours" else ""
    return {"lacks": lacks, "mend": reverse(page) + asked if request.user.may(right) else ""}
