"""What must happen after a backup was restored: each module registers its own part here when it is set up."""

from collections.abc import Callable

Hook = Callable[[], object]

_hooks: list[Hook] = []


def after_restore(hook: Hook) -> Hook:
    """Have this function called after every restore, before anybody is served.

    It must be able to run twice: a restore that was killed in the middle calls it again.
    """
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def replay() -> None:
    """Call every registered function, in the order they were registered."""
    for hook in _hooks:
        hook()
