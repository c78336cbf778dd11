"""What templates receive: frozen dataclasses, and every address of the site."""
