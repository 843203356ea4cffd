"""The summary of a batch: a workbook that says what is wrong in many files, and where."""
