"""The heartbeat of the spine in every worker: seal, then tell."""

from pomni.jobs.declare import daily, pulse
from pomni.memory.listening import tell_all
from pomni.memory.sealer import seal, sweep


@pulse(seconds=1)
def seal_and_tell() -> None:
    """Give new moments their place in the chain, and hand them to the listeners."""
    seal()
    tell_all()


@daily(at="02:40")
def sweep_the_chain() -> None:
    """Seal what a passing search may have missed."""
    sweep()
