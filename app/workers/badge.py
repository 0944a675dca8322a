"""What tells a process from all others, on every machine and at every time."""

import secrets


def badge() -> str:
    """A new one."""
    return secrets.token_hex(8)
