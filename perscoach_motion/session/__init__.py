"""A finished session: summed up, its moments, how much of it was seen."""
