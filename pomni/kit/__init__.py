"""Tools that know nothing of the business: clock, ids, phones, forms, errors, the engine."""
