"""Whether a site is what was built: its manifest, the signature, and what is there now."""
