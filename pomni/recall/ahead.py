"""What is reckoned later, in strokes."""

from pomni.jobs.declare import task
from pomni.recall.keeping import recount_service


@task(key="recall:service:{service}")
def reckon_service(service: int) -> None:
    """Reckon anew for whomever a service was done."""
    recount_service(service)
