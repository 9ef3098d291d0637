"""The heartbeat of the spine in every worker: seal, then tell."""

from pomni.jobs.declare import daily, pulse
from pomni.memory.listening import tell_all
from pomni.memory.sealer import seal, sweep

TOLD_FOR = 1.0  # seconds at a time: after a large import listeners have much to hear, and the chain must not wait for it


@pulse(seconds=1)
def seal_and_tell() -> bool:
    """Give new moments their place in the chain, and hand them to the listeners. True where these may not have heard all."""
    seal()
    return tell_all(seconds=TOLD_FOR)


@daily(at="02:40")
def sweep_the_chain() -> None:
    """Seal what a passing search may have missed."""
    sweep()
