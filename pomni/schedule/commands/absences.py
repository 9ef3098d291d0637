"""Every write about absences: asking, answering, writing down at once, withdrawing."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pomni.kit.clock import now, today
from pomni.kit.errors import NotAllowed, Refused
from pomni.memory.commands import remember
from pomni.schedule import events, notices
from pomni.schedule.models import Absence
from pomni.schedule.queries import answerers, may_answer, reached_colleagues, visits_hit
from pomni.schedule.retelling import retell
from pomni.team.access import command
from pomni.team.models import User
from pomni.team.notices import Kind, notify
from pomni.ui.widgets import written

ASK, APPROVE = "schedule.absence.ask", "schedule.absence.approve"
LONGEST = 366  # days
EARLIEST, LATEST = timedelta(days=366), timedelta(days=3 * 366)  # from today
State = Absence.State


@command(ASK, makes=Absence)
def ask_absence(
    *,
    begins_on: date,
    ends_on: date,
    by: User,
    user: User | None = None,
    why: str = "vacation",
    about: str = "",
) -> Absence:
    """Ask to be away on these days, both included; for another colleague where the role reaches so far.

    Whoever may answer is told. Raises Refused where the days cross another absence of theirs.
    """
    asks = _reached(user or by, by, ASK)
    made = _made(asks, begins_on, ends_on, why, about, by)
    moment = remember(events.AbsenceAsked(**_about(made)), by=by)
    told = (one for one in answerers(asks) if one != by)
    _tell(told, notices.AbsenceAsked, made, moment.pk, by)
    return made


@command(APPROVE, makes=Absence)
def add_absence(
    *, user: User, begins_on: date, ends_on: date, by: User, why: str = "vacation", about: str = ""
) -> Absence:
    """Write down at once that a colleague is away. They are told. Raises as `ask_absence` does."""
    away = _reached(user, by, APPROVE)
    _not_ones_own(away, by)
    made = _made(away, begins_on, ends_on, why, about, by)
    made.state, made.answered_at, made.answered_by = State.APPROVED, now(), _person(by)
    made.save(update_fields=["state", "answered_at", "answered_by"])
    moment = remember(events.AbsenceAdded(**_about(made)), by=by)
    _tell([away] if away != by else [], notices.AbsenceAdded, made, moment.pk, by)
    _retell(made, moment.pk, by, is_known=True)
    _tell_of_visits(made, moment.pk, by)
    return made


@command(APPROVE)
def approve_absence(absence: Absence, *, by: User, answer: str = "") -> Absence:
    """They are away: the hours of these days go. Twice is once. Raises Refused where it is not asked for any more."""
    return _answered(absence, State.APPROVED, answer, by)


@command(APPROVE)
def decline_absence(absence: Absence, *, by: User, answer: str = "") -> Absence:
    """They work as planned; `answer` says why. Twice is once. Raises as `approve_absence` does."""
    return _answered(absence, State.DECLINED, answer, by)


@command(ASK)
def withdraw_absence(absence: Absence, *, by: User) -> Absence:
    """They are not away after all: the hours are there again. Twice is once.

    Once an approved absence has begun, only whoever may approve it withdraws it. Raises Refused.
    """
    absence = _locked(absence)
    if absence.state == State.WITHDRAWN:
        return absence
    if absence.state == State.DECLINED:
        raise Refused(_("This absence was declined: there is nothing to withdraw."))
    was_approved = absence.state == State.APPROVED
    if was_approved and absence.begins_on <= today() and not may_answer(by, absence):
        raise Refused(_("This absence has begun. Ask whoever approves absences to withdraw it."))
    absence.state = State.WITHDRAWN
    absence.save(update_fields=["state"])
    moment = remember(events.AbsenceWithdrawn(**_about(absence)), by=by)
    told = answerers(absence.user) if absence.user == by else [absence.user]
    _tell((one for one in told if one != by), notices.AbsenceWithdrawn, absence, moment.pk, by)
    if was_approved:
        _retell(absence, moment.pk, by)
    return absence


def _answered(absence: Absence, state: str, answer: str, by: User) -> Absence:
    absence = _locked(absence)
    _not_ones_own(absence.user, by)
    if absence.state == state:
        return absence
    if absence.state != State.ASKED:
        raise Refused(_("This absence is answered already. Reload it, and see what happened to it."))
    absence.state, absence.answer = state, answer.strip()
    absence.answered_at, absence.answered_by = now(), _person(by)
    absence.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    is_approved = state == State.APPROVED
    moment = remember(events.AbsenceAnswered(**_about(absence), is_approved=is_approved), by=by)
    kind = notices.AbsenceApproved if is_approved else notices.AbsenceDeclined
    told = {one.pk: one for one in (absence.user, absence.asked_by) if one and one != by}
    _tell(told.values(), kind, absence, moment.pk, by)
    if is_approved:
        _retell(absence, moment.pk, by, is_known=True)
        _tell_of_visits(absence, moment.pk, by)
    return absence


def _made(user: User, begins_on: date, ends_on: date, why: str, about: str, by: User) -> Absence:
    if ends_on < begins_on:
        raise Refused(_("The last day comes after the first one."), field="ends_on")
    if (ends_on - begins_on).days >= LONGEST:
        raise Refused(_("An absence lasts %(most)s days at most.") % {"most": LONGEST}, field="ends_on")
    if not today() - EARLIEST <= begins_on <= today() + LATEST:
        raise Refused(_("Choose a day within the next three years."), field="begins_on")
    if why not in Absence.Why.values:
        raise Refused(_("Choose one of the reasons."), field="why")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    standing = Absence.objects.filter(user=user, state__in=(State.ASKED, State.APPROVED))
    if crossed := standing.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).first():
        sentence = _("%(name)s is away already, or asked to be: %(first)s – %(last)s. Choose other days.")
        days = {"first": written(crossed.begins_on), "last": written(crossed.ends_on)}
        raise Refused(sentence % {"name": user.name, **days}, field="begins_on")
    asked = {"asked_at": now(), "asked_by": _person(by)}
    made: Absence = Absence.objects.create(
        user=user, begins_on=begins_on, ends_on=ends_on, why=why, about=about.strip()[:300], **asked
    )
    return made


def _reached(user: User, by: User, capability: str) -> User:
    """Raises NotAllowed where this colleague's absences are not for `by` to tell of; Refused for one who is none."""
    if user.is_robot:
        raise Refused(_("Name the colleague who is away."), field="user")
    if not by.is_robot and not reached_colleagues(by, capability).filter(pk=user.pk).exists():
        raise NotAllowed(_("Your role does not allow this."), capability=capability)
    return user


def _not_ones_own(user: User, by: User) -> None:
    if user == by and not by.reach(APPROVE).all:
        raise Refused(_("Your own absence is approved by somebody else. Ask for it."))


def _locked(absence: Absence) -> Absence:
    rows = Absence.objects.select_for_update(of=("self",)).select_related("user", "asked_by")
    found: Absence = rows.get(pk=absence.pk)
    return found


def _person(by: User) -> User | None:
    return None if by.is_robot else by


def _about(absence: Absence) -> dict[str, Any]:
    return {
        "absence_id": absence.pk,
        "colleague_id": absence.user_id,
        "name": absence.user.name,
        "begins_on": absence.begins_on,
        "ends_on": absence.ends_on,
    }


def _retell(absence: Absence, moment: int, by: User, *, is_known: bool = False) -> None:
    """What is published of these days follows."""
    retell([absence.user], absence.begins_on, moment, until=absence.ends_on, by=by, is_known=is_known)


def _tell_of_visits(absence: Absence, moment: int, by: User) -> None:
    """Whoever may answer learns how many visits are to be moved, where there are any."""
    if number := visits_hit(absence).count():
        told = (one for one in answerers(absence.user) if one != absence.user)
        _tell(told, notices.VisitsHit, absence, moment, by, count=number)


def _tell(users: Any, kind: type[Kind], absence: Absence, moment: int, by: User, **more: Any) -> None:
    facts = {"first": absence.begins_on.isoformat(), "last": absence.ends_on.isoformat()}
    url = reverse("schedule:absence", args=[absence.uid])
    told = {"by": by.name, "name": absence.user.name} | facts | more
    notify(users, kind, dedupe=f"absence:{moment}:{kind.name}", url=url, **told)
