"""The pages of what is offered."""

from pomni.catalog.views import goods, packages, prices, serving, taxes

__all__ = ["goods", "packages", "prices", "serving", "taxes"]
