"""Rows of tables → CSV, workbook, data package, and the page that explains them."""
