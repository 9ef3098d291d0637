"""Files of clients on their way out: which columns they have, how a cell is made harmless, and the three formats.

Nothing here asks the database or decides who may see what: it is given `people.queries.Whole`.
"""
