"""Messages to clients about their visits, and inviting them again."""
