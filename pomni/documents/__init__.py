"""Documents: the files on a client's card, kept outside of the web root and served only under the locks."""
