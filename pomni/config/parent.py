"""How the processes of Pomni end together. Imports nothing heavy: it is called first thing in a new process."""

import ctypes
import os
import signal
import sys

SUPERVISED = "SUPERVISED_BY"  # in the environment of the supervisor's children: its pid
PR_SET_PDEATHSIG = 1


def settle_in() -> None:
    """For a process that answers requests under the supervisor: end with the server that started it.

    Until that server's code listens to signals here, a stop is obeyed at once; it would else be lost in the handler
    that a forked process has from its parent, and the stop of all would wait for it in vain.
    """
    if SUPERVISED in os.environ:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_with_parent(os.getppid())


def end_with_parent(parent: int, number: int = signal.SIGKILL) -> None:
    """Let the kernel end this process, by the signal, when its parent ends in whatever way; on Linux.

    So nothing of a killed Pomni goes on working, or holds the port, beside the one that is started next.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was told
        os.kill(os.getpid(), number)


def is_supervised() -> bool:
    """Whether a supervisor started this process, so that it can be asked to go elsewhere."""
    return SUPERVISED in os.environ
