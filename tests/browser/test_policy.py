"""The policy that pages come with, as a browser enforces it. That no page offends against it every other test sees."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.browser.conftest import until

OFFEND = """async () => {
  const seen = [];
  addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
  const script = Object.assign(document.createElement("script"), { textContent: "window.ran = 'inline'" });
  const sheet = Object.assign(document.createElement("style"), { textContent: "body { color: red }" });
  const base = Object.assign(document.createElement("base"), { href: "http://192.0.2.1/" });
  document.head.append(script, sheet, base);
  setTimeout("window.ran = 'made'");
  document.body.append(Object.assign(new Image(), { src: "http://192.0.2.1/picture.png" }));
  document.body.append(Object.assign(document.createElement("iframe"), { src: "http://192.0.2.1/" }));
  await fetch("http://192.0.2.1/").catch(() => {});
  await new Promise((done) => setTimeout(done, 200));
  return [window.ran ?? null, [...new Set(seen)].sort()];
}"""


def test_what_somebody_smuggles_into_a_page_neither_runs_nor_reaches_another_machine(tabs, address):
    page = tabs.take(1440, 900, locale="en-US")
    page.goto(f"{address}glossary")
    assert page.faults == []
    ran, seen = page.evaluate(OFFEND)
    assert ran is None
    assert seen == sorted(
        ["base-uri", "connect-src", "frame-src", "img-src", "script-src", "script-src-elem", "style-src-elem"]
    )
    assert not [request for request in page.asked if "192.0.2.1" in request.url and request.failure is None]
    page.context.close()


class Slides(BaseHTTPRequestHandler):
    """A page of somebody else, on an origin of its own."""

    framed = ""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        shown = f'<link rel="icon" href="data:,"><iframe width="800" height="500" src="{self.framed}"></iframe>'
        self.wfile.write(f"<!doctype html><title>Slides</title>{shown}".encode())

    def log_message(self, *_):
        pass


def test_a_page_of_another_site_may_show_it_in_a_frame(tabs, address):
    page = tabs.take(1440, 900, locale="en-US")
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Slides,), {"framed": f"{address}?embed=1"})) as slides:
        threading.Thread(target=slides.serve_forever, daemon=True).start()
        page.goto(f"http://localhost:{slides.server_port}/")
        frame = page.frame_locator("iframe")
        frame.locator("body[data-ready]").wait_for(state="attached")
        until(lambda: frame.get_by_test_id("result").count() == 5, what="the race in the frame")
        slides.shutdown()
    assert page.faults == []
    page.context.close()
