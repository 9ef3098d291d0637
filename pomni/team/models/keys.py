"""What opens Pomni beside a password: tokens of programs, and browsers that colleagues share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pomni.kit.ids import uuid7
from pomni.team.access import MadeOnce
from pomni.team.models.people import User


class Token(MadeOnce):
    """A key with which a program acts for a colleague, with no more rights than the colleague has. Kept as a digest."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("Name"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    scopes = models.JSONField(
        default=list
    )  # ["people:read", "people:change"]: what of its maker's rights it has
    used_at = models.DateTimeField(null=True)  # kept to the hour or so, not to the request
    key_stamp = models.BigIntegerField()
    at = models.DateTimeField()
    expires = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Desk(models.Model):
    """A browser that colleagues share: whoever signed in on it in full today may change in with a PIN."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"desk {self.pk}"


class DeskUse(models.Model):
    """A full sign-in of a colleague at a shared browser."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="uses")
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    at = models.DateTimeField()
    key_stamp = models.BigIntegerField()
    wrong = models.IntegerField(default=0)  # wrong PINs since

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "user"], name="one_use_of_desk")]

    def __str__(self) -> str:
        return f"{self.user} at {self.desk}"
