"""What makes a site of the same notices, a module each."""
