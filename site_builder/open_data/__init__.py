"""The files of the open data, laid together from the pieces of notices that workers spilled.

Nothing is kept in memory but the piece at hand, and nothing large goes from process to process.
"""
