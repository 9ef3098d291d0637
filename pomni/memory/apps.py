from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Module


class MemoryConfig(Module):
    name = "pomni.memory"
    verbose_name = _("Memory")

    def ready(self):
        autodiscover_modules("events", "listeners", "pulses", "tasks")
