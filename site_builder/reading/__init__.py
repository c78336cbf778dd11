"""YAML files to notices and diagnostics, and back to YAML."""
