"""What every worker looks at again and again: invitations whose time has come."""

from pomni.jobs.declare import pulse
from pomni.recall import sending


@pulse(seconds=10)
def send_due() -> bool:
    """Send what is due. Returns whether there may be more."""
    return sending.send_due()
