"""Running a coroutine from a test."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def finish(coroutine):
    """Its result, run in a thread of its own: browser tests leave a running loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()
