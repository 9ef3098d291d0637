"""What happens by itself when something was remembered: webhooks, which tell programs outside; later, rules."""
