"""What rules look things up in: numbers, names and words. Adding to it is adding one entry."""
