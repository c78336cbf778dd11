"""A segment: what is made of a chunk of notices, on disk for this build and later ones."""


class DamagedSegmentError(Exception):
    """A segment is missing, cut short, changed or of another layout: all is to be made anew."""
