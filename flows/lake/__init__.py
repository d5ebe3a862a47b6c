"""The lake: the raw tables as Delta tables, on a path or an object store, for engines of many machines."""
