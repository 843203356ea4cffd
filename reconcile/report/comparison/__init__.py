"""Two versions of a sheet, as text, JSON and a workbook."""
