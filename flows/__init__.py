"""What happens, in order. Before anything imports polars: it keeps freed memory for half a minute, not half a second.

A register's batches take the same memory one after the other; new pages cost as much as judging does.
"""

import os

os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:30000")
