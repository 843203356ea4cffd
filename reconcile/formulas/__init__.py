"""A workbook's formulas: taken apart, computed, and read for what they state."""
