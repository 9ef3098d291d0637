"""What clients open without signing in, and where providers tell what clients answer."""

import json
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.module import function_named, offered
from pomni.kit.phones import normal_phone
from pomni.post.gateways import at
from pomni.reminders import commands, queries
from pomni.reminders.links import visit_by
from pomni.reminders.sending import ROBOT
from pomni.reminders.wording import words_of
from pomni.schedule.queries import may_change_own
from pomni.team import company
from pomni.team.access import PUBLIC, door
from pomni.team.robots import robot
from pomni.ui.html import page

MOST_A_MINUTE = 30
LONGEST_REPLY = 64 * 1024


@door(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def visit(request, token):
    """One's visit, by the address in a message. To open it changes nothing, for machines open addresses, too."""
    if _asks_too_often(f"visit {get_adapter().get_client_ip(request)}"):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    one = visit_by(token)
    if one is None or one.client is None or one.client.forgotten_at:
        return page(request, "reminders/visit_gone.html", status=404)
    known = {"en", "ru", "pl"}
    spoken = one.client.language or request.company.language
    with translation.override(spoken if spoken in known else translation.get_language()):
        trouble = ""
        if request.method == "POST":
            trouble, one = _act(request, one), visit_by(token)
        told = {"visit": one, "words": words_of(one, translation.get_language() or "en"), "trouble": trouble}
        told |= {"may_confirm": one.status == "booked" and one.begins_at > now()}
        told |= {"may_cancel": may_change_own(one)}
        told |= {"links": [link for path in offered("own_links") if (link := function_named(path)(one))]}
        return page(request, "reminders/visit.html", status=422 if trouble else 200, **told)


def _act(request: Any, one: Any) -> str:
    """What was pressed; gives what keeps it from being done, or ""."""
    seen, act = request.POST.get("version", ""), request.POST.get("act")
    version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else -1
    if one.begins_at <= now():
        return _("This visit is over.")
    try:
        if act == "confirm":
            commands.confirm_visit(one, seen=version, way="link", by=robot(ROBOT))
        elif act == "cancel":
            commands.cancel_by_client(one, seen=version, by=robot(ROBOT))
    except Refused as no:
        return str(no)
    return ""


@csrf_exempt
@door(PUBLIC)
@require_POST
@sensitive_variables("secret")
def hear(request, channel, secret):
    """What a client answered, told by the provider of messages: JSON, or a form. The address is the secret."""
    address = queries.reply_address(channel, secret)
    if address is None:
        if _asks_too_often(f"reply {get_adapter().get_client_ip(request)}"):
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        return JsonResponse({"error": "this is not the address of answers"}, status=403)
    if len(request.body) > LONGEST_REPLY:
        return JsonResponse({"error": "too long"}, status=413)
    told = _told(request)
    sender, text, number = (
        str(at(told, name) or "") for name in (address.from_field, address.text_field, address.id_field)
    )
    if not sender:
        return JsonResponse({"error": f"there is no {address.from_field}"}, status=422)
    words = {"sender": _normal(channel, sender), "text": text, "outside_id": number}
    commands.hear_reply(channel=channel, **words, by=robot(ROBOT))
    return JsonResponse({"taken": True})


def _told(request: Any) -> Any:
    if "json" in request.content_type:
        try:
            return json.loads(request.body)
        except ValueError:
            return None
    return request.POST.dict()


def _normal(channel: str, sender: str) -> str:
    """The sender as messages are addressed: a phone with its code, or the name in the messenger."""
    try:
        return normal_phone(sender, company.current().phone_region)
    except Refused:
        return sender.strip().lstrip("@").casefold()


def _asks_too_often(who: str) -> bool:
    key = f"messages:{sha256(who.encode()).hexdigest()[:32]}:{now():%H%M}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:  # it went meanwhile
        return False
