"""What one request may ask for; refused before any work."""

from __future__ import annotations

from collections.abc import Collection

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.wire import problem

RUNS = 12
STEPS = 100_000
TOTAL_STEPS = 1_000_000
REPEATS = 200
REPEATED = 10_000_000  # steps of all repeats of all runs together
TRIALS = 200
TUNING = 5_000_000  # steps of all trials of all runs together
GRID = 400
BASIN = 512  # cells of a map of starts along either side
SWEEP = 256  # values of a swept number
MAPPED = 2  # runs whose maps are made side by side
CURVE = 64  # points of a small curve of the loss
STRATEGIES = 6  # that search side by side
AXES = 8  # along which they do
SEARCHED = 500  # trainings that each of them may spend
SEARCHES = 50  # repeats of a search
TRAININGS = 6  # side by side
EPOCHS = 1000  # of each
BATCH = 2000  # examples in a mini-batch
POINTS = 512  # at which one question may ask for the loss
RECORDING = 10_000_000  # bytes of a file with a training
LABEL = 80
FAR = 1e6  # a start or window beyond this shows nothing
SEED = 2**32 - 1
SHARED = 500  # trials of a search that workers share
KEPT = 20  # checkpoints of a trial
PACE = 10.0  # seconds that an epoch may be told to take
HANDS = 64  # workers started at once
ANSWERS = 2000  # under way at once, over all processes
OF_ADDRESS = 1500  # of them
OF_PAGE = 12  # a browser asks six things at a time, more behind a proxy that speaks HTTP/2
SECONDS = 120.0  # of computing for one race; the costliest rules at the most steps would take hours


def as_dict() -> dict[str, int]:
    """The limits a page has to know."""
    return {
        "runs": RUNS,
        "steps": STEPS,
        "total_steps": TOTAL_STEPS,
        "repeats": REPEATS,
        "repeated": REPEATED,
        "trials": TRIALS,
        "tuning": TUNING,
        "grid": GRID,
        "basin": BASIN,
        "sweep": SWEEP,
        "strategies": STRATEGIES,
        "axes": AXES,
        "searched": SEARCHED,
        "searches": SEARCHES,
        "trainings": TRAININGS,
        "epochs": EPOCHS,
        "batch": BATCH,
        "recording": RECORDING,
        "points": POINTS,
        "seed": SEED,
    }


class BodyLimit:
    """Refuses a body larger than `size` bytes, announced or not, in a sentence (starlette's own says no field)."""

    def __init__(self, app: ASGIApp, size: int, apart: Collection[str] = ()) -> None:
        """`size` in bytes; paths that stand `apart` count for themselves."""
        self.app = app
        self.size = size
        self.apart = apart
        self.refusal = problem(413, "body", f"The request body may hold {size} bytes at most.")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the bytes of the body on their way in."""
        if scope["type"] != "http" or scope["path"].removeprefix(scope.get("root_path", "")) in self.apart:
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self.size:
            await self.refusal(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.size:  # the endpoint is reading: the application answers for it
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
