"""Tabs that tests take and give back: one that has shown a page before shows the next in a third of the time."""

from __future__ import annotations

from urllib.parse import urlsplit

KEPT = 6  # free tabs; the one that has rested longest goes first
USES = 40  # after so many tests a tab is closed, for what it may have gathered
LOOKS = {"color_scheme": "light", "reduced_motion": "reduce", "contrast": "no-preference"}  # told to any tab anew


class Tabs:
    """Each tab is alone in its context: two of one test share nothing."""

    def __init__(self, browser):
        self.browser = browser
        self.free = []

    def take(self, width, height, **options):
        """A blank page with nobody's storage and history; it gathers its `faults` and what it `asked` for."""
        fixed = {name: value for name, value in options.items() if name not in LOOKS}
        page = next((page for page in reversed(self.free) if page.options == fixed), None)
        if page:
            self.free.remove(page)
        else:
            page = self.opened(fixed)
        page.emulate_media(media="null", **LOOKS | {name: options[name] for name in LOOKS.keys() & options.keys()})
        page.set_viewport_size({"width": width, "height": height})
        page.faults, page.expected, page.asked = [], [], []
        page.uses += 1
        return page

    def opened(self, options):
        page = self.browser.new_context(**options, **LOOKS).new_page()
        page.options, page.uses = options, 0
        page.devtools = page.context.new_cdp_session(page)
        page.on("console", lambda m: m.type in ("error", "warning") and page.faults.append(m.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("request", lambda request: page.asked.append(request))
        return page

    def give_back(self, page):
        """Wipe everything but the scripts that the browser keeps."""
        if page.uses >= USES or len(page.context.pages) > 1:
            page.context.close()
            return
        origin = "://".join(urlsplit(page.url)[:2])
        page.unroute_all(behavior="ignoreErrors")
        page.context.set_offline(False)
        page.mouse.move(-1, -1)
        page.goto("about:blank")
        page.devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,cookies"})
        page.devtools.send("Page.resetNavigationHistory")
        self.free.append(page)
        if len(self.free) > KEPT:
            self.free.pop(0).context.close()
