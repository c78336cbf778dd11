"""Library and notices to files: pure functions, no clock, no disk, no environment."""
