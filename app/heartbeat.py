"""Events as an answer: a stream that shows that it is alive, so that no proxy and no page gives it up for dead."""

from __future__ import annotations

import asyncio
import contextlib
import time

from starlette.responses import ContentStream, StreamingResponse
from starlette.types import Message, Send

from app.wire import STREAMED

SILENCE = 15.0  # seconds without news; nginx gives up after 60, our pages after three times as many
BEAT = b":\n\n"  # a comment, which those who read events pass over


class Events(StreamingResponse):
    """Server-sent events, each a whole part of `content`, with a comment wherever there is none for too long."""

    def __init__(self, content: ContentStream) -> None:
        """`content` are the events as `app.wire.event` writes them."""
        super().__init__(content, media_type="text/event-stream", headers=STREAMED)

    async def stream_response(self, send: Send) -> None:
        """Send it, one part at a time."""
        sending = asyncio.Lock()
        spoke = time.monotonic()

        async def say(message: Message) -> None:
            nonlocal spoke
            async with sending:
                await send(message)
            spoke = time.monotonic()

        async def beat() -> None:
            while True:
                await asyncio.sleep(max(0.0, spoke + SILENCE - time.monotonic()))
                if time.monotonic() >= spoke + SILENCE:
                    await say({"type": "http.response.body", "body": BEAT, "more_body": True})

        heart = asyncio.create_task(beat())
        try:
            await super().stream_response(say)
        finally:
            heart.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):  # of a reader that is gone
                await heart
