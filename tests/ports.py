"""Ports of this machine."""

import socket


def free_port() -> int:
    """One that nobody listens at now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
