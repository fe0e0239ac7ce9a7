"""Files become rows, dates, values and tables, or problems with their lines."""
