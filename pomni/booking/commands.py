"""Every write of online booking. Who books is nobody's colleague: the booking robot does it for them."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pomni.booking import events, queries, rules
from pomni.booking.links import code_digest, link_of
from pomni.booking.models import THE_ONE, AskedFor, BookingPage
from pomni.booking.robot import make_robot
from pomni.booking.rules import Person
from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember
from pomni.people.commands import add_client, tell_consent
from pomni.people.queries import reached_by
from pomni.post import gateways
from pomni.post.commands import post_letter, post_message
from pomni.post.mail import is_set_up
from pomni.schedule.commands import Busy, Wanted, add_waiting, book_own, move_own
from pomni.schedule.queries import Asked, asks_prepayment
from pomni.team import company
from pomni.team.access import command
from pomni.team.links import digest_of, new_secret
from pomni.team.models import Location, User

if TYPE_CHECKING:
    from pomni.people.models import Client
    from pomni.schedule.models import Visit


# --- Setting up ----------------------------------------------------------------------------------------------------------


@command("booking.page.change")
def set_up_booking(*, by: User, locations: Sequence[Location], **words: Any) -> BookingPage:
    """Say how clients book online: the words are the columns of `BookingPage`. Raises Refused, with the field."""
    page, _made = BookingPage.objects.get_or_create(pk=THE_ONE)
    page = BookingPage.objects.select_for_update().get(pk=THE_ONE)
    _check(page, words, locations)
    before = {"locations": [str(one) for one in page.locations.all()]} | {
        name: getattr(page, name) for name in words
    }
    for name, value in words.items():
        setattr(page, name, value)
    page.save()
    page.locations.set(locations)
    make_robot()
    after = {"locations": [str(one) for one in sorted(locations, key=str)]} | words
    diff = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    if "refused" in diff:  # how many, not who: the memory of the company tells of nobody's phone
        diff["refused"] = [len(before["refused"]), len(after["refused"])]
    if diff:
        remember(events.BookingSetUp(bookingpage_id=page.pk, changes=diff), by=by)
    return page


def _check(page: BookingPage, words: dict[str, Any], locations: Sequence[Location]) -> None:
    if words.get("is_on") and not locations:
        raise Refused(_("Choose at least one {location} that can be booked."), field="locations")
    if words.get("code_by"):
        _check_way(words["code_by"])
    if len(words.get("questions", ())) > rules.MOST_QUESTIONS:
        raise Refused(
            _("Ask at most %(most)s questions.") % {"most": rules.MOST_QUESTIONS}, field="questions"
        )


def _check_way(code_by: str) -> None:
    """A code can be sent at all, else nobody could book."""
    ways = gateways.set_up() | ({rules.EMAIL} if is_set_up() else set())
    if rules.code_channel(code_by, ways) in ways:
        return
    if code_by == BookingPage.Code.MAIL:
        raise Refused(
            _("Codes by e-mail need a mail server. Set it up first, under “Mail”."), field="code_by"
        )
    raise Refused(
        _("Codes by SMS need a gateway. Set it up first, under “Messages”, or the mail server under “Mail”."),
        field="code_by",
    )


MOST_TRIED = 3  # colleagues whom somebody else takes meanwhile


# --- Booking -------------------------------------------------------------------------------------------------------------


@command("schedule.visit.book")
def book_online(
    location: Location,
    *,
    by: User,
    wanted: Sequence[Asked],
    at: datetime,
    person: Person,
    origin: str = "",
    confirmed: tuple[str, str] | None = None,
) -> "Visit":
    """Book for somebody who came by the public page. `at`: an instant that is free by now, else Refused (field "begins").

    `confirmed`: the kind ("phone", "email") and normal form of what they showed to be theirs: whoever alone holds it is the
    client. Anybody else is a new one, for whoever types a known phone must not come upon its holder's card. `origin`: where
    the house is reached, for the link in the letter. The desk is told.
    """
    counter = queries.Counter(queries.booking_page(), by, location)
    _check_welcome(counter.page, person)
    lines = _lines_at(counter, wanted, at)
    client = _client(person, confirmed, by)
    if confirmed and asks_prepayment(location, [client.pk]):  # they showed who they are, so they may be told
        raise Refused(_prepay_first(counter.page))
    words: dict[str, Any] = {"location": location, "at": at, "comment": person.comment, "by": by}
    visit = _booked(counter, wanted, client, lines, words)
    _keep_consent(client, counter.page, person, by)
    _write_to(person, visit, counter, origin, confirmed)
    return visit


def _lines_at(counter: queries.Counter, wanted: Sequence[Asked], at: datetime) -> list[Wanted]:
    """The services, by those who are free for them at this instant. Raises Refused where nobody is any more."""
    start = queries.start_at(counter, wanted, at)
    if start is None:
        raise Refused(_("Somebody took this time a moment ago. Choose another one."), field="begins")
    users = queries.users_by_key(start.performed_by)
    return [Wanted(one.service, user) for one, user in zip(wanted, users, strict=True)]


def _booked(
    counter: queries.Counter,
    wanted: Sequence[Asked],
    client: "Client",
    lines: list[Wanted],
    words: dict[str, Any],
) -> "Visit":
    """Book it. Whom somebody else took between the look and the lock is replaced where nobody in particular was asked for:
    as often as there may be others.
    """
    for _again in range(MOST_TRIED):
        try:
            with transaction.atomic():
                return book_own(client, lines=lines, **words)
        except Busy:
            if all(one.user for one in wanted):
                raise
        lines = _lines_at(counter, wanted, words["at"])
    return book_own(client, lines=lines, **words)


@command("schedule.visit.book")
def wait_online(
    location: Location, *, by: User, wanted: Sequence[Asked], person: Person, days: int, part: str = ""
) -> None:
    """Put somebody who found no time on the waiting list for so many days. They are added anew: nothing shows who they are."""
    page = queries.booking_page()
    _check_welcome(page, person)
    client = _client(person, None, by)
    chosen = {one.user for one in wanted}
    add_waiting(
        client,
        services=[one.service for one in wanted],
        last=today() + timedelta(days=days),
        user=chosen.pop() if len(chosen) == 1 else None,
        location=location,
        part=part,
        comment=person.comment,
        by=by,
    )
    _keep_consent(client, page, person, by)


def _check_welcome(page: BookingPage, person: Person) -> None:
    if person.phone in page.refused or (person.email and person.email in page.refused):
        raise Refused(_call_us(page))


def _call_us(page: BookingPage) -> str:
    """What those are told whom the company asks to call; nothing else."""
    if page.phone:
        return _("This cannot be booked online. Please call us: %(phone)s") % {"phone": page.phone}
    return _("This cannot be booked online. Please call us.")


def _prepay_first(page: BookingPage) -> str:
    """What those are told who did not come too often."""
    if page.phone:
        return _("Before this visit a prepayment is needed. Please call us: %(phone)s") % {
            "phone": page.phone
        }
    return _("Before this visit a prepayment is needed. Please call us.")


def _client(person: Person, confirmed: tuple[str, str] | None, by: User) -> "Client":
    known = reached_by(*confirmed) if confirmed else []
    if len(known) == 1:
        return known[0]
    words = {"name": person.name, "phone": person.phone, "email": person.email, "language": person.language}
    return add_client(
        **{name: told for name, told in words.items() if told}, source=_("Online booking"), by=by
    )


def _keep_consent(client: "Client", page: BookingPage, person: Person, by: User) -> None:
    if page.consent and person.agrees:
        wording = f"{page.consent}\n{page.consent_url}".strip()
        tell_consent(client, kind="data", is_given=True, wording=wording, origin=_("Online booking"), by=by)


def _write_to(
    person: Person, visit: "Visit", counter: queries.Counter, origin: str, confirmed: tuple[str, str] | None
) -> None:
    """The link by which they move or cancel it: by letter, or by SMS to a phone that they showed to be theirs."""
    by_mail = bool(person.email) and is_set_up()
    if not origin or not (by_mail or confirmed == ("phone", person.phone)):
        return
    with override(person.language):
        local = visit.begins_at.astimezone(counter.zone)
        link = f"{origin}{reverse('booking:visit', args=[link_of(visit.uid)])}?lang={person.language}"
        told = {"company": str(company.current()), "when": f"{local:%d.%m.%Y, %H:%M}", "link": link}
        dedupe = f"booked-online:{visit.uid}"
        if not by_mail:
            text = _("You are booked for %(when)s, %(company)s. Move or cancel: %(link)s") % told
            post_message(
                channel=rules.SMS, to=person.phone, text=text, dedupe=dedupe, good_until=visit.begins_at
            )
            return
        subject = _("Your visit on %(when)s: %(company)s") % told
        place = "\n".join(filter(None, [visit.location.name, visit.location.address]))
        text = _(
            "You are booked for %(when)s.\n\n%(place)s\n\nMove or cancel the visit, or put it into your calendar:\n%(link)s\n"
        )
        post_letter(
            to=person.email, subject=subject, text=text % (told | {"place": place}), dedupe=dedupe,
            language=person.language,
        )  # fmt: skip


# --- By the signed link --------------------------------------------------------------------------------------------------


@command("schedule.visit.change")
def move_online(visit: "Visit", *, at: datetime, by: User) -> "Visit":
    """The client moves their visit to an instant that is free for the same colleagues. Raises Refused (field "begins")."""
    counter = queries.Counter(queries.booking_page(), by, visit.location)
    asked = queries.asked_of(visit)
    if counter.may_change(visit) and queries.start_at(counter, asked, at, visit) is None:
        raise Refused(_("Somebody took this time a moment ago. Choose another one."), field="begins")
    return move_own(visit, at=at, by=by)


# --- Codes ---------------------------------------------------------------------------------------------------------------


@command(
    "schedule.visit.book", quiet="nothing is booked yet: a code is sent, and what was typed waits for an hour"
)
def ask_code(location: Location, *, by: User, told: dict[str, Any], person: Person) -> str:
    """Send a code to the phone or address that was typed, and keep what was asked for until the code is typed.

    Returns the secret of its page. The same is done for everybody, known or not. `told`: what was asked for, as the page
    names it; by what the code went is kept with it, as "channel".
    """
    channel = queries.code_channel(queries.booking_page()) or rules.EMAIL
    secret, code = new_secret(), f"{secrets.randbelow(1_000_000):06}"
    asked = AskedFor.objects.create(
        secret=digest_of(secret), code=code_digest(secret, code), location=location,
        told=told | asdict(person) | {"channel": channel}, expires_at=now() + rules.CODE_LASTS,
    )  # fmt: skip
    with override(person.language):
        about = {"code": code, "company": str(company.current()), "minutes": rules.CODE_LASTS.seconds // 60}
        _send_code(asked, channel, person, about)
    return secret


def _send_code(asked: AskedFor, channel: str, person: Person, about: dict[str, Any]) -> None:
    dedupe, until = f"booking-code:{asked.uid}", asked.expires_at
    if channel == rules.SMS:
        text = _("%(code)s is your code for %(company)s. It works for %(minutes)s minutes.") % about
        post_message(channel=channel, to=person.phone, text=text, dedupe=dedupe, good_until=until)
        return
    subject = _("%(code)s is your code: %(company)s") % about
    text = _(
        "Your code is %(code)s. It works for %(minutes)s minutes. If you are not booking a visit, there is nothing to do.\n"
    )
    words = {"subject": subject, "text": text % about, "language": person.language}
    post_letter(to=person.email, dedupe=dedupe, good_until=until, **words)


@command("schedule.visit.book", quiet="a try of a code: what comes of it is a booking, which is remembered")
def try_code(asked: AskedFor, *, secret: str, code: str, by: User) -> AskedFor | None:
    """Count a try; what waits for the code where it is the right one, else None. Raises Refused where no more can be tried."""
    asked = AskedFor.objects.select_for_update(of=("self",)).select_related("location").get(pk=asked.pk)
    if asked.confirmed_at:
        return asked
    if asked.expires_at <= now() or asked.tries >= rules.MOST_TRIES:
        raise Refused(_("This code does not work any more. Go back and ask for a new one."))
    asked.tries += 1
    if secrets.compare_digest(asked.code, code_digest(secret, code.strip())):
        asked.confirmed_at = now()
    asked.save(update_fields=["tries", "confirmed_at"])
    return asked if asked.confirmed_at else None
