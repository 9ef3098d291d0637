"""What the house does about people every night."""

from datetime import timedelta
from functools import partial

from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils import translation
from django.utils.translation import gettext as _

from pomni.jobs.declare import daily
from pomni.kit.clock import now, today
from pomni.kit.pace import in_strokes
from pomni.memory.queries import head
from pomni.post.commands import post_letter
from pomni.post.mail import is_set_up
from pomni.team import queries
from pomni.team.access import MadeOnce

KEYS_LAST = timedelta(hours=72)


@daily(at="04:10")
def forget_old_keys() -> None:
    """Idempotency keys are kept for three days; a key sent again later makes another record."""
    for model in apps.get_models():
        if issubclass(model, MadeOnce):
            rows = model._default_manager.filter(made_at__lt=now() - KEYS_LAST).values_list("pk", flat=True)
            in_strokes(list(rows), partial(_forget_keys, model))


def _forget_keys(model: type[MadeOnce], pks: list[int]) -> None:
    model._default_manager.filter(pk__in=pks).update(made_key=None, made_of="", made_at=None)


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
