"""Online booking: the pages on which clients book, move and cancel their visits themselves, without an account."""
