"""The ground of every page, and Today, where all begins."""

from django.utils.translation import gettext_lazy as _

from pomni.kit.module import MenuItem, Module


class UiConfig(Module):
    """How it looks."""

    name = "pomni.ui"
    default = True
    menu = (MenuItem(_("Today"), "ui:home", "sun", order=1, hotkey="g t"),)
