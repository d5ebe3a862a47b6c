"""What the disk will not do, full or forbidden, told as something that passes when somebody mends it."""

import os

import duckdb

from schemas.errors import Transient

_SIGNS = ("Could not write", "No space left", "Read-only file system", "Permission denied", "Could not truncate")


def refuses(message: str) -> bool:
    """Whether DuckDB, or dbt in its words, speaks of the disk."""
    return any(sign in message for sign in _SIGNS)


def failure(error: duckdb.Error | OSError, where: object) -> Transient | None:
    """The same as an error of ours; None where the disk is not to blame."""
    if isinstance(error, duckdb.Error) and not refuses(str(error)):
        return None
    told = str(error) if isinstance(error, duckdb.Error) or not error.strerror else error.strerror
    about = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
    return Transient(
        f"{where}: {told}{about}. What was being written is not there; nothing else is changed. Make room "
        f"(docs/operations.md, “The disk is full”), or let the user that runs zhanbi (uid {os.getuid()}) write there, then "
        "run again. 磁盘写入失败，请清理空间或检查权限后重试。"
    )
