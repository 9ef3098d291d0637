from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, Module

# Everybody has tasks of their own; who leads sees those of the team.
OWN = ("specialist", "salesperson", "marketer", "accountant", "product_manager", "configurator")
REACH = {"director": "all", "front_desk": "location", "head_of_sales": "team"} | dict.fromkeys(OWN, "own")


class AgendaConfig(Module):
    name = "pomni.agenda"
    verbose_name = _("Tasks")
    url_prefix = "tasks/"
    capabilities = (
        Capability("agenda.task.see", _("See tasks"), REACH),
        Capability("agenda.task.add", _("Set tasks"), REACH),
        Capability("agenda.task.change", _("Change and finish tasks"), REACH),
    )
