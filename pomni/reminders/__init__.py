"""Messages to clients about their visits."""
