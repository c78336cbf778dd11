"""What is checked of notices that are sound in themselves."""
