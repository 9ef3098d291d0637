"""The pages: public ones, those behind a signed link, and the settings."""
