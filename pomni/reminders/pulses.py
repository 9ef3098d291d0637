"""What every worker looks at again and again: messages whose time has come."""

from pomni.jobs.declare import pulse
from pomni.reminders import sending


@pulse(seconds=10)
def send_due() -> bool:
    """Send what is due. Returns whether there may be more."""
    return sending.send_due()


@pulse(seconds=60)
def follow_failures() -> bool:
    """What could not be delivered goes by the next channel. Returns whether there may be more."""
    return sending.follow_failures()
