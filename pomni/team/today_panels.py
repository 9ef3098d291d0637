"""What the team has to show on Today: what is new for oneself, who is here, and what one's role will find."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pomni.team import queries
from pomni.team.seeing_as import is_seeing

OTHERS = _(
    "What your role opens stands in the menu on the left. If something that you need is missing, open it from its "
    "link: the page says who can give you the right."
)


def news(request: Any) -> str:
    """The unread notices; asks for them only where the bell counts some."""
    if not request.news.unread or is_seeing(request):  # what was written to somebody is theirs alone
        return ""
    told = queries.unread_notices(request.user)
    return render_to_string("team/today/news.html", {"notices": told}, request)


def people(request: Any) -> str:
    """Who was invited, who works here, and for directors who signed in today."""
    here = queries.people_today(request.user, with_times=request.user.may("team.log.see"))
    may_invite = request.user.may("team.colleague.invite")
    return render_to_string("team/today/people.html", {"people": here, "may_invite": may_invite}, request)


def own_role(request: Any) -> str:
    """What somebody will find here whose modules have nothing to show yet."""
    user = request.user
    if user.may("people.client.see") or not user.grants.held:
        return ""
    return render_to_string("team/today/own_role.html", {"finds": OTHERS}, request)


def unread_line(request: Any) -> str:
    """How many notices wait, as a sentence."""
    count = request.news.unread
    if not count:
        return ""
    return ngettext("%(count)s notice waits for you.", "%(count)s notices wait for you.", count) % {
        "count": request.news.count
    }
