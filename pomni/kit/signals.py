"""What a handler of signals may do."""

import threading


def set_beside(event: threading.Event) -> None:
    """Set an event out of a handler of signals: by another thread.

    The handler runs amid whatever the main thread does, maybe while that holds the event's own lock in order to rest on it:
    setting it there would wait for itself for ever.
    """
    threading.Thread(target=event.set, daemon=True).start()
