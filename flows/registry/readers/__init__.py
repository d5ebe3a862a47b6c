"""From a register file's bytes to frames of text, as printed: one module a format."""
