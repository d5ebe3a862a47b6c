"""The site of figures with their sources: static pages made from the published snapshot, read from file://."""
