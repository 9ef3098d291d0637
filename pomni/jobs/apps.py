"""What the module `jobs` says of itself."""

from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Module


class JobsConfig(Module):
    """The queue behind `django.tasks`: its rows, the worker that runs them, slots and pulses."""

    name = "pomni.jobs"
    verbose_name = _("Background jobs")
