"""One's own reminders and the address of one's calendar; and the calendar itself, for other programs."""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pomni.agenda import commands, queries
from pomni.agenda.feeds import calendar_of, note_reading
from pomni.agenda.forms.reminders import ReminderForm, WishesForm
from pomni.agenda.ics import TYPE
from pomni.kit.clock import now
from pomni.kit.ids import as_uuid
from pomni.post.mail import is_set_up
from pomni.team.access import ANYBODY, PUBLIC, door
from pomni.team.views.inviting import link_to
from pomni.ui.html import page
from pomni.ui.toasts import toast

READ = {"task": queries.task, "promise": queries.promise, "meeting": queries.meeting}
MOST_A_MINUTE = (
    20  # readings of one calendar, or wrong addresses from one place; programs ask every few minutes
)


@door(ANYBODY)
@require_http_methods(["GET", "POST"])
def reminders(request):
    wishes = queries.wishes_of(request.user)
    names = ("before_meetings", "quiet_from", "quiet_till", "by_mail")
    form = WishesForm(request.POST or None, initial={name: getattr(wishes, name) for name in names})
    if request.POST and form.carries_out(commands.choose_wishes, request.user, by=request.user):
        toast(request, _("Saved."))
        return redirect("agenda:reminders")
    feed, mail = queries.feed_of(request.user), is_set_up() and bool(request.user.email)
    status = 422 if form.is_bound else 200
    return page(request, "agenda/reminders.html", status=status, form=form, feed=feed, mail_works=mail)


@door(ANYBODY)
@require_POST
def set_reminder(request):
    """Of the record that `what` and `uid` name, as long before it as is chosen."""
    what, uid = request.POST.get("what", ""), as_uuid(request.POST.get("uid", ""))
    if what not in READ or uid is None:
        raise Http404
    record = READ[what](request.user, uid)
    form = ReminderForm(request.POST)
    if form.carries_out(commands.set_reminder, request.user, about=record, by=request.user):
        toast(request, _("You will be reminded."), ("agenda:drop_reminder", [form.result.uid], {}))
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect(f"agenda:{what}", uid)


@door(ANYBODY)
@require_POST
def drop_reminder(request, uid):
    reminder = queries.reminder(request.user, uid)
    record = reminder.about
    commands.drop_reminder(reminder, by=request.user)
    toast(request, _("You will not be reminded."))
    return redirect(f"agenda:{record._meta.model_name}", record.uid)


@door(ANYBODY)
@require_POST
def open_calendar(request):
    feed = commands.open_calendar(request.user, by=request.user)
    return page(request, "agenda/calendar_opened.html", link=link_to(request, "agenda:calendar", feed.secret))


@door(ANYBODY)
@require_POST
def close_calendar(request):
    commands.close_calendar(request.user, by=request.user)
    toast(request, _("The address no longer works."))
    return redirect("agenda:reminders")


@door(PUBLIC)
@require_GET
@sensitive_variables("secret")
def calendar(request, secret):
    """A person's calendar for a program that knows its secret address. It needs no session, and gets none."""
    feed = queries.feed_by(secret)
    if _asks_too_often(f"feed {feed.pk}" if feed else f"wrong {get_adapter().get_client_ip(request)}"):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    if feed is None:
        raise Http404
    note_reading(feed)
    language = feed.user.language or request.company.language
    with translation.override(language or translation.get_language()):
        text = calendar_of(feed.user)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="pomni.ics"'}
    return HttpResponse(text, content_type=TYPE, headers=headers)


def _asks_too_often(who: str) -> bool:
    key = f"calendar:{sha256(who.encode()).hexdigest()[:32]}:{now():%H%M}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:  # it went meanwhile
        return False
