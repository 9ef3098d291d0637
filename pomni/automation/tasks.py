"""What the house does about webhooks by itself. (A call is made by the outbox, which asks `calls.carry`.)"""

from pomni.automation import calls
from pomni.jobs.declare import daily, every


@every(hours=1)
def empty_bodies() -> None:
    """What was sent more than a week ago is taken out of the log of calls."""
    calls.empty_bodies()


@daily(at="03:40")
def drop_old_calls() -> None:
    """The log of calls goes back three months."""
    calls.drop_old_calls()
