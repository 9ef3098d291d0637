"""What the house does about people every night."""

from datetime import timedelta
from functools import partial

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from pomni.jobs.declare import daily, task
from pomni.kit.clock import now, today
from pomni.kit.pace import in_strokes
from pomni.memory.queries import head
from pomni.post.commands import post_letter
from pomni.post.mail import is_set_up
from pomni.team import keeping, queries
from pomni.team.access import MadeOnce
from pomni.team.models import Handing, Notice, User

KEYS_LAST = timedelta(hours=72)
READ_LAST = timedelta(days=90)
UNREAD_LAST = timedelta(days=365)


@daily(at="04:10")
def forget_old_keys() -> None:
    """Idempotency keys are kept for three days; a key sent again later makes another record."""
    for model in apps.get_models():
        if issubclass(model, MadeOnce):
            rows = model._default_manager.filter(made_at__lt=now() - KEYS_LAST).values_list("pk", flat=True)
            in_strokes(list(rows), partial(_forget_keys, model))


def _forget_keys(model: type[MadeOnce], pks: list[int]) -> None:
    model._default_manager.filter(pk__in=pks).update(made_key=None, made_of="", made_at=None)


@daily(at="04:40")
def forget_old_notices() -> None:
    """Notices that were read a quarter of a year ago are removed, and unread ones after a year."""
    old = Q(read_at__lt=now() - READ_LAST) | Q(at__lt=now() - UNREAD_LAST)
    rows = Notice.objects.filter(old).values_list("pk", flat=True)
    in_strokes(list(rows), lambda pks: Notice.objects.filter(pk__in=pks).delete())


@daily(at="03:30")
def let_go_of_old() -> None:
    """What is older than the director wants it kept is let go; of clients people are asked."""
    keeping.keep_no_longer()


@daily(at="04:30")
def clear_sessions() -> None:
    """Sessions whose time is over are removed."""
    over = Session.objects.filter(expire_date__lt=now()).values_list("pk", flat=True)
    in_strokes(list(over), lambda pks: Session.objects.filter(pk__in=pks).delete())


@daily(at="06:00")
def send_head_of_the_chain() -> None:
    """Each director gets the hash that stands for the whole memory: with it nobody can rewrite the past unseen."""
    if not is_set_up():
        return
    length, seal = head()
    for director in queries.directors().exclude(email=None):
        with translation.override(director.language or None):
            text = _(
                "The memory of your company holds %(length)s moments. This hash stands for all of them:\n\n%(seal)s\n\n"
                "Keep this letter. If the past is ever in doubt, compare it with what “pomni audit verify” says."
            ) % {"length": length, "seal": seal}
            subject = _("Pomni: seal of the day")
        post_letter(
            to=director.email or "", subject=subject, text=text, dedupe=f"head:{today()}:{director.pk}"
        )


@task(key="hand_over:{handing_id}")
def hand_over_things(handing_id: int, by_id: int) -> None:
    """Hand over what was a colleague's, where it is too much for the page to wait."""
    from pomni.team.leaving import carry_out

    carry_out(Handing.objects.get(pk=handing_id), by=User.objects.get(pk=by_id))


@task(key="hand_over:{handing_id}")
def take_back_things(handing_id: int, by_id: int) -> None:
    """Take a hand-over back, where it is too much for the page to wait."""
    from pomni.team.leaving import carry_back

    carry_back(Handing.objects.get(pk=handing_id), by=User.objects.get(pk=by_id))
