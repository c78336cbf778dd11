"""What a build leaves for the next one: what was made of which input, and where that lies.

All of it may be deleted at any time. Nothing in it is believed that does not carry its own proof:
the ledger has a hash, and a file of the site before serves again only if nobody has touched it.
"""
