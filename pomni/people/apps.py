from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Capability, Field, MenuItem, Module

# From the table "People and roles" of docs/roles.md: how far each preset role reaches.
SEE = {
    "director": "all",
    "front_desk": "location",
    "specialist": "own",
    "salesperson": "own",
    "head_of_sales": "team",
}
CHANGE = {"director": "all", "front_desk": "location", "salesperson": "own", "head_of_sales": "team"}


class PeopleConfig(Module):
    name = "pomni.people"
    verbose_name = _("Clients")
    url_prefix = "clients/"
    capabilities = (
        Capability("people.client.see", _("See clients"), SEE),
        Capability("people.client.add", _("Add clients"), CHANGE),
        Capability("people.client.change", _("Change clients"), CHANGE),
        Capability("people.client.forget", _("Erase a client's personal data"), {"director": "all"}),
    )
    fields = (
        Field("people.client.phone", _("Phones of clients"), {"specialist": "mask"}),
        Field("people.client.email", _("E-mail addresses of clients"), {"specialist": "mask"}),
    )
    menu = (MenuItem(_("Clients"), "people:clients", "users", "people.client.see", order=20, hotkey="g c"),)

    def ready(self):
        from pomni.people import erasures  # noqa: F401 (registers what is done after a restore)
