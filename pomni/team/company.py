"""The company of this process: read once, kept for two seconds, so that no page asks for it and none shows an old one long."""

import threading
import time

from django.db import DatabaseError, InterfaceError, transaction

from pomni.team.models.company import THE_ONE, Company

FRESH = 2.0  # seconds for which another process's change may stay unseen


class _Kept:
    def __init__(self) -> None:
        self.company: Company | None = None
        self.until = 0.0
        self.lock = threading.Lock()


_kept = _Kept()


def current() -> Company:
    """The company; where none is set up yet, one with nothing but defaults, which is not in the database."""
    with _kept.lock:
        if _kept.company and time.monotonic() < _kept.until:
            return _kept.company
    return _read()


def changed() -> None:
    """Called by whoever wrote the row, inside the transaction: this process looks anew once it is committed."""
    forget()
    transaction.on_commit(forget)


def forget() -> None:
    """Look anew at the next call."""
    with _kept.lock:
        _kept.company = None


def _read() -> Company:
    from pomni.kit.terms import use_trade

    company = Company.objects.filter(pk=THE_ONE).first() or Company()
    with _kept.lock:
        _kept.company, _kept.until = company, time.monotonic() + FRESH
    use_trade(company.trade)
    return company


def current_if_known() -> Company:
    """The same for pages that must be shown even where the database cannot be asked: of an error, or of a lock."""
    try:
        return current()
    except (DatabaseError, InterfaceError):
        return Company()
