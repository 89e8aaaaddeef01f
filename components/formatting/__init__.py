"""How numbers, dates, qualifiers, reasons and formulas read in both languages."""
