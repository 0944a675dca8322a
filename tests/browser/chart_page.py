"""A page with nothing on it but a chart: the race page with another script in the place of its own."""

import re

SCRIPT = """
import {{ createStore }} from "./store.js";
import {{ dressed }} from "./runs.js";
import {{ startCharting }} from "./sweep/asking.js";
import * as panel from "./panels/chart.js";

const spec = {spec};
const asked = {{ ...spec, runs: dressed(spec.runs) }};
const store = createStore({{ spec: asked, view: {{}}, data: {{ chart: null, grid: null }} }});
const plain = () => (document.getElementById("spec").textContent = JSON.stringify(store.spec));
store.on("spec", plain);
plain();
document.addEventListener("theme", () => store.put("view", {{ theme: document.documentElement.dataset.theme }}));
panel.mount(document.getElementById("chart"), store);
startCharting(store).show("{lesson}", "{step}");
"""
BODY = """<main id="main"><h1 class="for-ears">Chart</h1>
<section class="panel" id="chart"></section><pre id="spec" hidden></pre><div id="side"></div></main>
<link rel="stylesheet" href="{css}">"""


def intercept(page, spec, lesson, step):
    """From now on the race page of this tab is a chart."""

    def document(route):
        answer = route.fetch()
        html = re.sub(r'<link rel="modulepreload"[^>]*>', "", answer.text())
        css = re.search(r'href="([^"]*)css/curves\.css', html)[1] + "css/charts.css"
        html = re.sub(r"<main.*</main>", lambda _: BODY.format(css=css), html, flags=re.S)
        route.fulfill(response=answer, body=html)

    def script(route):
        route.fulfill(body=SCRIPT.format(spec=spec, lesson=lesson, step=step), content_type="text/javascript")

    page.route(re.compile(r"/(\?.*)?$"), document)
    page.route(re.compile(r"/js/main(\.whole)?\.js"), script)
