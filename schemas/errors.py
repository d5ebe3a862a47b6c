"""The errors a user can meet. One root; retriable as a type, so that retries follow from it."""


class ZhanbiError(Exception):
    """Root of all our errors. The message names the file, the row or span, the value, and the next step."""

    exit_code = 1


class UsageError(ZhanbiError):
    """The command or the settings are wrong; nothing was tried."""

    exit_code = 2


class Refused(ZhanbiError):
    """The whole input is refused: it is not what it must be. Trying again changes nothing until the input does."""

    exit_code = 3


class Transient(ZhanbiError):
    """Something outside failed (a lock, a disk, a share); the same call may succeed later."""

    exit_code = 4
