"""The questions that ``missed`` asks in turn, by what they are about."""
