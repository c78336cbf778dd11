"""A segment: what is made of a chunk of notices, on disk for this build and later ones."""


class DamagedSegmentError(Exception):
    """A segment is missing, cut short, changed or of another layout, or a file of the site before
    is not what was written: all is to be made anew.
    """
