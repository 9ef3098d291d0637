"""The first day: where the first link stands, setting a company up, trying the demo and leaving it, the recovery sheet."""
