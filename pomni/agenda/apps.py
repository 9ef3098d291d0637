from django.utils.translation import gettext_lazy as _

from pomni.kit.module import Action, Capability, Composer, Figure, Finder, HandOver, MenuItem, Module, Panel

# Everybody has tasks of their own; who leads sees those of the team.
OWN = ("specialist", "salesperson", "marketer", "accountant", "product_manager", "configurator")
REACH = {"director": "all", "front_desk": "location", "head_of_sales": "team"} | dict.fromkeys(OWN, "own")
PANELS = "pomni.agenda.panels"


class AgendaConfig(Module):
    name = "pomni.agenda"
    verbose_name = _("Tasks")
    url_prefix = "tasks/"
    capabilities = (
        Capability("agenda.task.see", _("See tasks"), REACH),
        Capability("agenda.task.add", _("Set tasks"), REACH),
        Capability("agenda.task.change", _("Change and finish tasks"), REACH),
    )
    figures = (Figure("due", "agenda.task.see"),)
    menu = (
        MenuItem(
            _("Tasks"),
            "agenda:tasks",
            "list-todo",
            "agenda.task.see",
            order=15,
            hotkey="g k",
            keywords=_("to do, due, overdue, call back"),
        ),
    )
    actions = (
        Action(
            _("Set a task"),
            "agenda:add_task",
            "list-todo",
            "agenda.task.add",
            hotkey="t",
            keywords=_("new to do, remind, call back"),
            order=30,
        ),
    )
    finders = (Finder(_("Tasks"), "pomni.agenda.finders.tasks", "agenda.task.see", order=40),)
    composers = (
        Composer(
            "task",
            _("Task"),
            "list-todo",
            f"{PANELS}.compose",
            "agenda.task.add",
            hotkey="t",
            order=40,
        ),
    )
    client_next = (Panel(_("Tasks"), f"{PANELS}.of_client", "agenda.task.see", order=20),)
    today_lines = (Panel(_("Tasks"), f"{PANELS}.due_line", "agenda.task.see", order=20),)
    today_panels = (
        Panel(_("My tasks"), f"{PANELS}.my_tasks", "agenda.task.see", order=7, whole="agenda:tasks"),
        Panel(
            _("Overdue, by colleague"),
            f"{PANELS}.overdue_by_person",
            "agenda.task.see",
            order=20,
            whole="agenda:all_tasks",
        ),
        Panel(
            _("Nothing planned for"),
            f"{PANELS}.unplanned",
            "agenda.task.add",
            order=30,
        ),
    )
    forgets = ("pomni.agenda.forgetting.forget_tasks",)
    hand_overs = (
        HandOver(
            "tasks",
            _("Tasks that they were to do"),
            _(
                "The new responsible colleague finds them among their own. Nobody: whoever may see all of them does."
            ),
            "pomni.agenda.leaving.to_do",
            "pomni.agenda.leaving.give",
            heir_may="agenda.task.see",
            order=15,
        ),
    )
