"""公开: a publishing generator for rectification notices (巡察整改进展情况的通报)."""

__version__ = "0.1.0"
