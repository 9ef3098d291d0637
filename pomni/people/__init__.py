"""Clients: who they are, how to reach them, and what is remembered about them."""
