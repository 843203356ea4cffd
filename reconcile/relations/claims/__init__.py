"""What the sheet itself says must hold: by its header, its formulas, its template."""
