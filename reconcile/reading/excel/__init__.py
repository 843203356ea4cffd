"""Excel workbooks: .xlsx, .xlsm, .xls and .xlsb."""
