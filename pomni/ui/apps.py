"""The ground of every page: it offers nothing of its own to the menu."""

from pomni.kit.module import Module


class UiConfig(Module):
    """How it looks."""

    name = "pomni.ui"
    default = True
