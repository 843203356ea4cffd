"""PDF files: their ruled tables, and the lines around them."""
