"""What every worker looks at again and again: bookings that wait for a code in vain."""

from datetime import timedelta

from pomni.booking.models import AskedFor
from pomni.jobs.declare import pulse
from pomni.kit.clock import now

KEPT = timedelta(minutes=50)  # beyond the time of the code, so that whoever comes late is told so


@pulse(seconds=300)
def let_go_of_asked() -> bool:
    """Delete what was typed for a booking that nobody confirmed, and what was confirmed and is booked."""
    AskedFor.objects.filter(expires_at__lt=now() - KEPT).delete()
    return False
