"""The commands of `site-builder`, one module each: its arguments, what it prints, its status."""
