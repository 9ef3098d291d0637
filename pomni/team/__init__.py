"""Who may do what: people, robots, roles, and the three locks."""
