"""Forms about clients."""

from pomni.people.forms.about import GROUPS, AddClientForm, EditClientForm, Group

__all__ = ["GROUPS", "AddClientForm", "EditClientForm", "Group"]
