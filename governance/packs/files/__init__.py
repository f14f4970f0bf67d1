"""The contents of a pack as files to work with: a Word document and a workbook, from the freeze alone."""
