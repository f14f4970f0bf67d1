"""How schools stand on the trust's ladder, and what inspectors said beside it."""
