"""Every write about clients."""

from pomni.people.commands.clients import (
    NORMAL,
    _erase,
    add_client,
    edit_client,
    forget_client,
    hand_over_clients,
)

__all__ = ["NORMAL", "_erase", "add_client", "edit_client", "forget_client", "hand_over_clients"]
