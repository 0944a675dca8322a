"""One file at a time is read beside the event loop: it takes half a second at most and waits for no heavy work."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from app.recordings.told import told
from app.wire import dumps
from optim_core.recording.reading import read

_thread = ThreadPoolExecutor(1, "recording")


async def opened(data: bytes) -> bytes:
    """What is in a file, as JSON. Raises Unreadable. Who leaves before it is begun leaves nothing to do."""
    return await asyncio.get_running_loop().run_in_executor(_thread, _opened, data)


def _opened(data: bytes) -> bytes:
    return dumps(told(read(data))).encode()
