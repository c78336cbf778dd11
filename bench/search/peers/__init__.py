"""The searches that are compared, one a module: how each is built, and how it is asked."""
