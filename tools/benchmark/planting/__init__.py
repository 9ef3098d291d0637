"""A planted company: `plan` says what happens when, `books` what must be seen for it, `acts` does it in Pomni, `seen` looks."""
