from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pomni.kit.module import Action, Capability, Composer, Field, Finder, HandOver, MenuItem, Module, Panel

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
    verbose_name = _("{Clients}")
    url_prefix = "clients/"
    capabilities = (
        Capability("people.client.see", _("See {clients}"), SEE),
        Capability("people.client.add", _("Add {clients}"), CHANGE),
        Capability("people.client.change", _("Change {clients}"), CHANGE),
        Capability("people.client.archive", _("Archive and restore {clients}"), CHANGE),
        Capability("people.note.see", _("See notes about {clients}"), SEE),
        Capability("people.note.add", _("Write notes about {clients}"), SEE),
        Capability("people.interaction.see", _("See contacts with {clients}"), SEE),
        Capability("people.interaction.add", _("Write down contacts with {clients}"), SEE),
        Capability(
            "people.client.forget",
            _("Erase a {client's} personal data"),
            {"director": "all"},
            _("What is erased cannot be brought back."),
        ),
    )
    fields = (
        Field("people.client.phone", _("Phones of {clients}"), {"specialist": "mask"}),
        Field("people.client.email", _("E-mail addresses of {clients}"), {"specialist": "mask"}),
    )
    hand_overs = (
        HandOver(
            "clients",
            _("{Clients} that they answer for"),
            _(
                "The new responsible colleague sees them as their own. Nobody: whoever may see all of them does."
            ),
            "pomni.people.leaving.answered_for",
            "pomni.people.leaving.give",
            heir_may="people.client.see",
            order=10,
        ),
    )
    concerned = ("pomni.people.finders.concerned",)
    finders = (Finder(_("{Clients}"), "pomni.people.finders.clients", "people.client.see", order=20),)
    actions = (
        Action(
            _("Add a {client}"),
            "people:add_client",
            "user-plus",
            "people.client.add",
            hotkey="shift+c",
            keywords=_("new create card"),
            order=20,
        ),
    )
    menu = (
        MenuItem(
            _("{Clients}"),
            "people:clients",
            "users",
            "people.client.see",
            order=20,
            hotkey="g c",
            keywords=_("{client}"),
        ),
    )

    composers = (
        Composer(
            "note",
            pgettext_lazy("about a client", "Note"),
            "notebook-pen",
            "pomni.people.composers.note",
            "people.note.add",
            hotkey="w",
            order=10,
        ),
        Composer(
            "contact",
            _("Contact"),
            "messages-square",
            "pomni.people.composers.contact",
            "people.interaction.add",
            hotkey="shift+w",
            order=20,
        ),
    )

    today_lines = (
        Panel(_("{Clients}"), "pomni.people.today_panels.added_line", "people.client.see", order=60),
    )
    today_panels = (
        Panel(
            _("{Clients} added this week"),
            "pomni.people.today_panels.added_lately",
            "people.client.see",
            order=40,
            whole="people:clients",
        ),
        Panel(_("Notes to finish"), "pomni.people.today_panels.notes_to_finish", "people.note.add", order=40),
        Panel(
            _("Opened lately"),
            "pomni.people.today_panels.seen_lately",
            "people.client.see",
            order=60,
            whole="people:clients",
        ),
    )

    def ready(self):
        from pomni.kit import search

        post_migrate.connect(lambda **_told: search.put_in_order(), sender=self, weak=False)
        from pomni.people import erasures  # noqa: F401 (registers what is done after a restore)
