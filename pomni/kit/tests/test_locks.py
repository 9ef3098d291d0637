"""Whoever loses a deadlock is tried anew; no other fault is, and nothing in the middle of a transaction."""

import pytest
from django.db import OperationalError, transaction

from pomni.kit.locks import DEADLOCK, tried_again

pytestmark = pytest.mark.django_db(transaction=True)


def failing(times, sqlstate):
    """An act that is given up so many times; and the list of its tries."""
    tries = []

    def act():
        tries.append(len(tries))
        if len(tries) <= times:
            cause = Exception()
            cause.sqlstate = sqlstate
            raise OperationalError from cause
        return "done"

    return act, tries


def test_what_was_given_up_for_another_is_tried_anew_and_not_for_ever():
    act, tries = failing(2, DEADLOCK)
    assert (tried_again(act), len(tries)) == ("done", 3)
    act, tries = failing(9, DEADLOCK)
    with pytest.raises(OperationalError):
        tried_again(act)
    assert len(tries) == 3


@pytest.mark.parametrize("sqlstate", ["57014", ""])
def test_other_faults_are_told_at_once(sqlstate):
    act, tries = failing(1, sqlstate)
    with pytest.raises(OperationalError):
        tried_again(act)
    assert len(tries) == 1


def test_inside_of_a_transaction_nothing_is_tried_anew():
    act, tries = failing(1, DEADLOCK)
    with pytest.raises(OperationalError), transaction.atomic():
        tried_again(act)
    assert len(tries) == 1
