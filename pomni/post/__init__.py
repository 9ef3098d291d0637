"""What leaves the machine: the outbox, mail, webhooks' transport and the guarded client."""
