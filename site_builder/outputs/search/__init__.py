"""The site's own search: exact, by issue, on static files. See docs/search.md."""
