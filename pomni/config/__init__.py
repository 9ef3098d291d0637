"""Puts the modules together: settings, addresses, the API root, the command line. No business logic."""
