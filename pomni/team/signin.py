"""How django-allauth, which does the signing in, fits this house."""

import base64
import ipaddress
import time
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa import signals as mfa
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, override

from pomni.kit.ids import uuid7
from pomni.team import commands, desks
from pomni.team.commands import note_password_change, note_second_factor
from pomni.team.notices import NewBrowser, notify
from pomni.team.robots import front_door
from pomni.ui.templatetags.pomni import device


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; letters wait in the outbox like all others."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Colleagues come in by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Put a letter of allauth (a new password) into the outbox, in the language of whom it is for."""
        from pomni.kit.ids import uuid7
        from pomni.post.commands import post_letter

        language = getattr(context.get("user"), "language", "") or get_language()
        with override(language):
            letter = self.render_mail(template_prefix, email, context)
        post_letter(to=email, subject=letter.subject, text=str(letter.body), dedupe=f"account:{uuid7()}")

    def format_email_subject(self, subject: str) -> str:
        """The subject as the letter's own template has it."""
        return subject.strip()

    def get_client_ip(self, request: Any) -> str:
        """The address that throttling counts: the browser's, or what the proxy named in POMNI_ADDRESS vouches for."""
        if settings.ADDRESS and (told := request.headers.get("X-Forwarded-For", "")):
            return told.rsplit(",", 1)[-1].strip()
        return request.META.get("REMOTE_ADDR", "") or "127.0.0.1"


class OneLook(AuthenticationBackend):
    """Hashes the password once, whoever is meant: allauth's own does it twice for a known address, which can be timed.

    Whoever may not come in is told what a stranger is told.
    """

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Called by Django: the person with this login or address and password, or None."""
        password = credentials.get("password")
        login = credentials.get("username") or credentials.get("email")
        if not password or not login:
            return None
        found = filter_users_by_email(login, prefer_verified=True, for_login=True) if "@" in login else []
        user = next(iter(found), None) or get_user_by_username(login)
        if user is None:
            get_user_model()().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None


class MFAAdapter(DefaultMFAAdapter):
    """The seeds of code apps are kept encrypted, with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        """The text as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text as it was. Raises InvalidToken where the secret key is another one."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise InvalidToken("second factors were encrypted with another secret.key") from None

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Under which name a passkey is kept in the person's device."""
        return super().get_public_key_credential_rp_entity() | {"name": "Pomni"}


def typed_a_password(request: Any, user: Any) -> None:
    """The person has just typed their password: within the next minutes they are not asked for it again."""
    record_authentication(request, user, "password", reauthenticated=True)


def asks_who_is_there(view: Any) -> Any:
    """Have a view of one's own keys ask for the password, unless it was typed within minutes: a PIN is not enough."""

    @wraps(view)
    def run(request: Any, *args: Any, **words: Any) -> Any:
        known = [record["at"] for record in get_authentication_records(request, request.user)]
        age = time.time() - max(known, default=0)  # noqa: TID251 (compared with what allauth wrote, by the same clock)
        if age > app_settings.REAUTHENTICATION_TIMEOUT:
            raise ReauthenticationRequired
        return view(request, *args, **words)

    return run


def passkeys_work(request: Any) -> bool:
    """Whether the browser can keep a passkey for this address: it needs a name, and https or this very computer."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def _cipher() -> Fernet:
    return Fernet(
        base64.urlsafe_b64encode(salted_hmac("pomni.second-factor", "key", algorithm="sha256").digest())
    )


@receiver(user_logged_in)
def signed_in(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    """Remember the sign-in, and that this browser is one where the person may change in with a PIN."""
    if request is None or user.is_robot:
        return
    if hasattr(request, "user"):  # by whichever door: the list of sessions shows it and can end it
        UserSession.objects.create_from_request(request)
    used = request.session.get("account_authentication_methods") or []
    how = "+".join(sorted({str(method.get("type") or method.get("method")) for method in used})) or "password"
    commands.note_sign_in(user, how=getattr(request, "signed_in_by", how), by=user)
    if not hasattr(request, "signed_in_by") and desks.remember_full_sign_in(request, user):
        _tell_of_new_browser(request, user)


def _tell_of_new_browser(request: Any, user: Any) -> None:
    """Whoever signs in where they never did is told, in every browser that they have open."""
    what = device(request.headers.get("User-Agent", "")) or "?"
    page = reverse("usersessions_list")
    notify([user], NewBrowser, dedupe=f"browser:{uuid7()}", url=page, browser=what)


@receiver([password_changed, password_set, password_reset])
def password_is_new(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    """Every other session, token and feed ends; the session in which it was changed goes on."""
    note_password_change(user, by=user if request.user.is_authenticated else front_door())
    user.refresh_from_db(fields=["key_stamp", "password"])
    if request.user.is_authenticated:
        update_session_auth_hash(request, user)


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def second_factor_is_new(sender: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    """Remember it."""
    note_second_factor(user, what=str(authenticator.type), by=user)
