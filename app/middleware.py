"""What wraps every answer: security headers and a proxy's path prefix. Plain ASGI: streams pass through."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings

# plotly.js sets style attributes, hence style-src-attr; its sheet is linked, so nothing else is inline.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
)
NEEDED = ("fullscreen", "screen-wake-lock")
UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join([f"{name}=(self)" for name in NEEDED] + [f"{name}=()" for name in UNUSED])


NOSNIFF = {"X-Content-Type-Options": "nosniff"}
# What no browser shows as a page needs no policy of pages: 800 bytes less on each of some forty scripts.
NOT_PAGES = {"text/css", "text/javascript"}
WORKER = "worker.js"  # how the name of a script ends that runs by itself, under the policy of its own answer


def security_headers(frame_ancestors: str) -> dict[str, str]:
    """What keeps an answer to itself; `frame_ancestors` are the pages that may show Ravine in a frame.

    Not Cross-Origin-Opener-Policy, of which browsers complain in the console of every page that comes without TLS.
    """
    return {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY + frame_ancestors,
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
        **NOSNIFF,
    }


class SecurityHeaders:
    """Sets these on every answer that does not set its own."""

    def __init__(self, app: ASGIApp, frame_ancestors: str = "*") -> None:
        """As `security_headers`."""
        self.app = app
        self.headers = security_headers(frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding the headers as the answer starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                media = headers.get("content-type", "").partition(";")[0]
                is_page = media not in NOT_PAGES or scope["path"].endswith(WORKER)
                for name, value in (self.headers if is_page else NOSNIFF).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class RootPath:
    """Serves under a path prefix, whether the proxy in front keeps the prefix or strips it.

    Inside, both look as ASGI wants them: `root_path` is the prefix and `path` begins with it. The prefix must
    not be the first part of one of the app's own paths. Where the proxy strips it, a path that bears it twice
    leads where one with it does: a proxy that hands a path to nobody has to refuse both.
    """

    def __init__(self, app: ASGIApp, root_path: str = "") -> None:
        """`root_path` is empty or like `/ravine`, without a slash at its end."""
        self.app = app
        self.root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on with the prefix in place."""
        if not self.root_path or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path == self.root_path and scope["type"] == "http":
            await self._add_slash(scope, send)
            return
        raw: bytes = scope.get("raw_path") or path.encode()
        if not path.startswith(self.root_path + "/"):
            path, raw = self.root_path + path, self.root_path.encode() + raw
        await self.app({**scope, "path": path, "raw_path": raw, "root_path": self.root_path}, receive, send)

    async def _add_slash(self, scope: Scope, send: Send) -> None:
        """`/ravine` to `/ravine/`, since links are relative; so is this one."""
        location = self.root_path.rsplit("/", 1)[1].encode() + b"/"
        if scope["query_string"]:
            location += b"?" + scope["query_string"]
        headers = [(b"location", location), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 308, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def wrapped(app: ASGIApp, settings: Settings) -> ASGIApp:
    """`app` with both around it, outermost, so that even an internal error has the headers."""
    return SecurityHeaders(RootPath(app, settings.root_path), settings.frame_ancestors)
