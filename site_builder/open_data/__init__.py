"""The files of the open data, from rows that the workers spilled to a temporary folder.

Nothing is kept in memory but the notice at hand, and nothing large goes from process to process.
"""
