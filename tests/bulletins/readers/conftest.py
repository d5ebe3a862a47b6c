"""The first example of a format pays for the import of its library: no deadline for a single one."""

from hypothesis import settings

settings.register_profile("readers", deadline=None)
settings.load_profile("readers")
