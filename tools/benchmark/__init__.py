"""The bench: a company of 100,000 clients made by a seeded generator, and a report of how quick Pomni is on it.

A module adds its own part by a file of its name in `parts/`: what it fills in, which pages and acts are measured.
"""
