"""Clients whom it is time to invite again: who is due, the invitations, and what came of them."""
