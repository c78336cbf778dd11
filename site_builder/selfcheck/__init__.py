"""What an inspector asks of a site that has been built, with the evidence."""
