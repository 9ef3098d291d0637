"""The pages about clients."""

from pomni.people.views.card import add_client, client, clients, edit_client, forget_client

__all__ = ["add_client", "client", "clients", "edit_client", "forget_client"]
