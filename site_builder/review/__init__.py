"""The page on which a person compares a draft with the notice read from it."""
