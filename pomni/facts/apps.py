"""What the module `facts` says of itself."""

from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, Module, SettingsPage


class FactsConfig(Module):
    """The language of conditions, whose builder other modules put on their pages; and the company's own fields."""

    name = "pomni.facts"
    verbose_name = _("Custom fields")
    url_prefix = "settings/fields/"
    capabilities = (
        Capability(
            "facts.field.change",
            _("Define custom fields of {clients}"),
            {"director": "all", "configurator": "all"},
        ),
    )
    settings_pages = (
        SettingsPage(
            _("Custom fields"),
            _(
                "What your company writes down about {clients} besides: asked for on the card, in lists and segments."
            ),
            "facts:fields",
            "list-plus",
            "facts.field.change",
            order=30,
            section=_("Company"),
        ),
    )

    def ready(self):
        from pomni.facts.queries import texts  # noqa: F401 (registers the lookups)
