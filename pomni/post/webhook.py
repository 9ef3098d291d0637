"""The transport of webhooks: one signed POST.

The receiver checks `Pomni-Signature: t=<unix seconds>,v1=<hex>`, where the hex is HMAC-SHA256 over `t + "." +
body` with the secret that the director was shown. While a secret is exchanged for another there are two `v1=`, one for
each, and one that fits is enough. `Pomni-Delivery` is the same in every attempt: what has
been heard is not new.
"""

import hashlib
import hmac
from collections.abc import Sequence

from django.utils.crypto import salted_hmac

from pomni.kit import clock
from pomni.post import outgoing
from pomni.post.troubles import Undelivered

SECONDS = 20


def secret_of(name: str) -> str:
    """The secret that goes with a name. It is derived from the machine's secret key and stored nowhere."""
    return salted_hmac("pomni.post.webhook", name, algorithm="sha256").hexdigest()


def signature(secrets: Sequence[str], at: int, body: bytes) -> str:
    """The value of the header `Pomni-Signature` for a body sent at this second (since 1970)."""
    whole = f"{at}.".encode() + body
    signed = [hmac.new(secret.encode(), whole, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={at}", *(f"v1={one}" for one in signed)])


def send(*, uid: str, url: str, body: str, sign_with: str) -> int:
    """Send one call; returns the status of the answer. Raises Undelivered unless it is 2xx; 410 is a refusal for good.

    `sign_with`: the names of the secrets that sign it, with blanks between them.
    """
    whole, secrets = body.encode(), [secret_of(name) for name in sign_with.split()]
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Pomni",
        "Pomni-Delivery": uid,
        "Pomni-Signature": signature(secrets, int(clock.now().timestamp()), whole),
    }
    answer = outgoing.send("POST", url, headers=headers, body=whole, timeout=SECONDS, max_answer_bytes=0)
    if not 200 <= answer.status < 300:
        raise Undelivered("answered", answer.status, for_good=answer.status == 410)
    return answer.status
