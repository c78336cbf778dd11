"""Drafts: documents that are not yet YAML, read into notices; a side wing of the command line."""
