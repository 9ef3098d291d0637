"""The pages of what is offered."""

from pomni.catalog.views import goods, packages, serving, taxes

__all__ = ["goods", "packages", "serving", "taxes"]
