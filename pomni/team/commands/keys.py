"""One's own keys: signing in, PIN, language, tokens."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from pomni.kit.clock import now
from pomni.kit.errors import Refused
from pomni.kit.ids import new_stamp
from pomni.memory.commands import remember
from pomni.team import events
from pomni.team.access import ANYBODY, command
from pomni.team.links import digest_of, new_secret
from pomni.team.models import Token, User
from pomni.team.scopes import open_to

TOKEN_DAYS = (30, 90, 365)  # for how long a token works


@command(ANYBODY)
def note_sign_in(user: User, *, how: str, by: User) -> None:
    """Remember that somebody signed in. `how`: password, passkey, pin."""
    remember(events.SignedIn(user_id=user.pk, name=user.name, how=how), by=by)


@command(ANYBODY)
def note_password_change(user: User, *, by: User) -> None:
    """The password is another one: every other session, token and feed of the person ends."""
    User.objects.filter(pk=user.pk).update(key_stamp=new_stamp())
    remember(events.PasswordChanged(user_id=user.pk, name=user.name), by=by)


@command(ANYBODY)
def note_second_factor(user: User, *, what: str, by: User) -> None:
    """Remember that a passkey, a code app or the recovery codes were added, renewed or removed; whoever asks looks anew."""
    User.objects.filter(pk=user.pk).update(access_stamp=new_stamp())
    remember(events.SecondFactorChanged(user_id=user.pk, name=user.name, what=what), by=by)


@command(ANYBODY, quiet="a choice of one's own screen")
def choose_language(user: User, *, language: str, by: User) -> User:
    """Everybody reads in their own language."""
    User.objects.filter(pk=user.pk).update(language=language)
    return user


@command(ANYBODY)
def set_pin(user: User, *, pin: str, by: User) -> User:
    """Set the short number for changing the person at a shared computer."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise Refused(_("A PIN has 4 to 8 digits."), field="pin")
    if len(set(pin)) == 1 or pin in "0123456789" or pin in "9876543210":
        raise Refused(_("This PIN is too easy to guess. Choose another one."), field="pin")
    User.objects.filter(pk=user.pk).update(pin=make_password(pin))
    remember(events.PinSet(user_id=user.pk, name=user.name), by=by)
    return user


@command(ANYBODY, makes=Token)
def make_token(user: User, *, name: str, scopes: Sequence[str], by: User, days: int = 90) -> Token:
    """Make a key for a program. The secret stands on the returned record as `secret`, this once.

    `scopes`: what of the person's rights it opens, such as "people:read"; never more than they have.
    """
    if not scopes:
        raise Refused(_("Choose what the token opens: as it is, it opens nothing."))
    if set(scopes) - set(open_to(user)):
        raise Refused(_("Nobody gives a token more rights than they have."))
    if days not in TOKEN_DAYS:
        raise Refused(_("A token works for 30, 90 or 365 days."), field="days")
    secret, at = f"pomni_{new_secret()}", now()
    token = Token.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        tail=secret[-4:],
        scopes=sorted(set(scopes)),
        key_stamp=User.objects.values_list("key_stamp", flat=True).get(pk=user.pk),
        at=at,
        expires=at + timedelta(days=days),
    )
    remember(events.TokenMade(user_id=user.pk, name=user.name, token=name), by=by)
    token.secret = secret  # type: ignore[attr-defined]  # shown once, never stored
    return token


@command(ANYBODY)
def withdraw_token(token: Token, *, by: User) -> None:
    """The token stops working at once."""
    Token.objects.filter(pk=token.pk).update(withdrawn_at=now())
    remember(events.TokenWithdrawn(user_id=token.user_id, name=token.user.name, token=token.name), by=by)
