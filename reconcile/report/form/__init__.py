"""The blank workbook that a template's figures are entered in."""
