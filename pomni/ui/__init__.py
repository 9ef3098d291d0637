"""How it looks: the shell, components, styles, scripts and template tags."""
