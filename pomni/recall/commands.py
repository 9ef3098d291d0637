"""Every write about inviting clients again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from pomni.agenda.commands import add_task
from pomni.kit.clock import now, today
from pomni.kit.errors import Refused
from pomni.memory.commands import remember_many
from pomni.recall import events, queries, wording
from pomni.recall.models import BY_PHONE, WAYS, Due, Invitation
from pomni.recall.sorting import Sorted, sort_out
from pomni.team.access import command
from pomni.team.models import User

INVITE = "recall.invitation.send"
MOST = 200  # invited at once: a message each, and a task each for those who are to be called
LONGEST = timedelta(days=731)  # that somebody may be put off
State = Invitation.State


@command(INVITE)
def invite(*, due: Sequence[int], texts: Mapping[str, str], by: User, call: bool = False) -> Sorted:
    """Invite clients for what they are due for, each once, by a channel for which they consented to advertising.

    `due`: keys of rows of the list; rows that are out of reach or put off are passed over. `texts`: what is written, by
    language. `call`: for those who cannot be written to a task is set to call them, for whoever answers for them, else for
    `by`. Who has booked meanwhile, or was invited within two weeks, is left alone. Returns who was, with the reasons. Raises
    Refused.
    """
    told = _texts(texts)
    if len(due) > MOST:
        raise Refused(_("Two hundred {clients} at once are the most. Invite the others afterwards."))
    reach = queries.within_reach(by, INVITE).filter(queries.stands(), pk__in=list(due)).values("pk")
    rows = Due.objects.select_for_update(of=("self",)).filter(pk__in=list(reach.values_list("pk", flat=True)))
    found = sort_out(list(rows.select_related("client__responsible", "service", "location").order_by("pk")))
    links = wording.booking_links()
    made = [_message(one, way, to, told, links, by) for one, way, to in found.written]
    if call:
        made += [_call(one, by) for one in found.called]
    Invitation.objects.bulk_create(made)
    remember_many([_invited(one) for one in made if one.way != BY_PHONE], by=by)
    return found


@command(INVITE)
def put_off(*, due: Sequence[int], until: date | None, by: User, why: str = "") -> int:
    """Leave clients alone before a day, for a reason: they are not invited to come for this. `until` None: they are again.

    `due`: keys of rows of the list; those out of reach are passed over. It ends by itself when they come for the service.
    Returns how many rows it changed. Raises Refused ("until", "why").
    """
    told = why.strip() if until else ""
    if until and not today() < until <= today() + LONGEST:
        raise Refused(_("Choose a day after today, within two years."), field="until")
    if until and not told:
        raise Refused(_("Say why they are left alone."), field="why")
    if len(due) > MOST:
        raise Refused(_("Two hundred {clients} at once are the most. Put the others off afterwards."))
    reach = queries.within_reach(by, INVITE).filter(pk__in=list(due)).values("pk")
    rows = Due.objects.select_for_update(of=("self",)).filter(pk__in=list(reach.values_list("pk", flat=True)))
    found = [
        one for one in rows.select_related("service") if (one.put_off_until, one.put_off_why) != (until, told)
    ]
    for one in found:
        one.put_off_until, one.put_off_why = until, told
    Due.objects.bulk_update(found, ["put_off_until", "put_off_why"], batch_size=MOST)
    remember_many([_put_off(one) for one in found], by=by)
    return len(found)


def _put_off(one: Due) -> events.InvitingPutOff | events.InvitingTakenUp:
    client, what = one.client_id, one.service.name
    if one.put_off_until is None:
        return events.InvitingTakenUp(client_id=client, what=what)
    return events.InvitingPutOff(client_id=client, what=what, until=one.put_off_until, why=one.put_off_why)


def _message(
    one: Due, way: str, to: str, texts: Mapping[str, str], links: Mapping[int, str], by: User
) -> Invitation:
    text = wording.written(texts, one.client, one.service.name, links.get(one.location_id, ""))
    made = Invitation(client=one.client, service=one.service, zone=one.location.zone, by=by, way=way, to=to)
    made.text, made.at, made.due_at = text, now(), now()
    return made


def _call(one: Due, by: User) -> Invitation:
    title = _("Call and invite to come again: %(what)s") % {"what": one.service.name}
    answers = one.client.responsible if one.client.responsible_id else None
    heir = answers if answers and answers.is_active else None
    add_task(one.client, title=title[:200], due_on=today(), responsible=heir, by=by)
    words = {"zone": one.location.zone, "by": by, "at": now(), "due_at": now(), "way": BY_PHONE}
    return Invitation(client=one.client, service=one.service, state=State.ASKED, **words)


def _invited(one: Invitation) -> events.ClientInvited:
    way = str(dict(WAYS)[one.way])
    return events.ClientInvited(client_id=one.client_id, what=one.service.name, way=way, text=one.text)


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    known = dict(settings.LANGUAGES)
    found = {code: text.strip() for code, text in texts.items() if code in known and text.strip()}
    if not found:
        raise Refused(_("Write the text in one language at least."))
    for code, text in found.items():
        if len(text) > wording.LONGEST:
            raise Refused(_("A message has 1000 characters at most."), field=f"text_{code}")
        if wrong := wording.unknown_words(text):
            sentence = _("%(word)s is not known. These words can stand in a message: %(words)s.")
            told = {"word": _braced(wrong[:1]), "words": _braced(wording.WORDS)}
            raise Refused(sentence % told, field=f"text_{code}")
    return found


def _braced(words: Iterable[str]) -> str:
    return ", ".join(f"{{{one}}}" for one in words)
