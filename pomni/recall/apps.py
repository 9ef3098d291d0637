from django.utils.translation import gettext_lazy as _

from pomni.kit.giving import Disclosure
from pomni.kit.module import Capability, MenuItem, Module

REACH = {
    "director": "all",
    "front_desk": "location",
    "specialist": "own",
    "salesperson": "own",
    "head_of_sales": "team",
}


class RecallConfig(Module):
    name = "pomni.recall"
    verbose_name = _("To invite again")
    url_prefix = "recall/"
    capabilities = (
        Capability("recall.due.see", _("See which {clients} are due to come again"), REACH),
        Capability(
            "recall.invitation.send",
            _("Invite {clients} to come again"),
            {name: reach for name, reach in REACH.items() if name != "specialist"},
            warns=_("An invitation is advertising: it goes only to those who consented to it."),
        ),
    )
    menu = (
        MenuItem(
            _("To invite again"),
            "recall:due",
            "rotate-cw",
            "recall.due.see",
            order=27,
            keywords=_("recall, check-up, due, repeat visits"),
        ),
    )
    recounts = ("pomni.recall.keeping.recount_client",)
    forgets = ("pomni.recall.forgetting.forget_due",)
    tell_twice = ("pomni.recall.forgetting.told_twice",)
    discloses = (
        Disclosure(
            "due",
            _("When they are expected again"),
            "pomni.recall.disclosing.of_due",
            "recall.due.see",
            order=46,
        ),
        Disclosure(
            "invitations",
            _("Invitations"),
            "pomni.recall.disclosing.of_invitations",
            "recall.due.see",
            order=47,
        ),
    )
