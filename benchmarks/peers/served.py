"""The pages of others on a free port of this machine, gzipped, with what they ask content networks for beside them."""

from __future__ import annotations

import contextlib
import gzip
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(__file__).parent / "pages" / "node_modules"


@contextlib.contextmanager
def served(elsewhere: Mapping[str, str], folder: Path = FOLDER) -> Iterator[str]:
    """The address of `folder`; in its pages every address of `elsewhere` is replaced by the one of this server."""

    class Files(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            file = (folder / self.path.partition("?")[0].lstrip("/")).resolve()
            if not (file.is_relative_to(folder.resolve()) and file.is_file()):
                self.send_error(404)
                return
            content = file.read_bytes()
            if file.suffix == ".html":
                for there, here in elsewhere.items():
                    content = content.replace(there.encode(), here.encode())
            self.send_response(200)
            self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
            if file.suffix not in {".woff", ".png", ".gif"}:
                content = gzip.compress(content)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
