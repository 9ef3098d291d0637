"""Pulses: beside the queue, in every worker."""

import threading

import pytest

from pomni.jobs.declare import DECLARED, pulse
from pomni.jobs.pulses import keep_pulsing, run_pulses_once
from pomni.jobs.worker import run_jobs_once


def test_a_pulse_that_raises_rests_and_goes_on_beating(caplog):
    stop, beats = threading.Event(), []

    @pulse(seconds=0.01)
    def fragile() -> None:
        beats.append(1)
        if len(beats) == 1:
            raise RuntimeError("a name that must not be logged")
        if len(beats) == 4:
            stop.set()

    keep_pulsing(DECLARED.pulses[f"{__name__}.{fragile.__qualname__}"], stop)
    assert len(beats) == 4
    assert "RuntimeError at" in caplog.text
    assert "must not be logged" not in caplog.text


def test_a_pulse_with_more_to_do_is_called_again_at_once():
    stop, left = threading.Event(), [3]

    @pulse(seconds=3600)
    def drain() -> bool:
        left[0] -= 1
        if not left[0]:
            stop.set()
        return bool(left[0])

    keep_pulsing(DECLARED.pulses[f"{__name__}.{drain.__qualname__}"], stop)
    assert left == [0]


@pytest.mark.django_db
def test_running_once_pulses_until_nothing_is_left():
    left = [3]

    @pulse(seconds=1)
    def drain() -> bool:
        left[0] -= 1
        return left[0] > 0

    assert run_jobs_once() == 0
    assert left == [0]


def test_running_once_hides_no_trouble_of_a_pulse():
    @pulse(seconds=1)
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_pulses_once()
