"""The published snapshot as files for other programs and for the office, one module a format."""
