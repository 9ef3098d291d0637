"""Backups: made online, in one format that either engine restores, encrypted; upgrades that can be undone.

`archive` is the file, `tables` and `rows` what goes into it, `restore` the way back. Import from the files.
"""
