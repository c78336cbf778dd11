"""Other places for the work than this machine's processes: a Dask cluster over a shared folder."""
