"""The site's search against its peers: one corpus, one set of queries, one browser."""
