"""How a wrong value relates to the right one: a factor, a sign, an axis, a term."""
