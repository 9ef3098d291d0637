"""What is reckoned in the background."""

from pomni.jobs.declare import daily
from pomni.recall import keeping


@daily(at="04:12")
def reckon_all() -> None:
    """Once a day for everybody: visits that came in otherwise than one by one are counted, too."""
    keeping.recount_all()
