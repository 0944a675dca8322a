"""A page with nothing on it but a study: the race page with another script in the place of its own."""

import json
import re

from app import limits
from app.page_data import script_data
from optim_core.catalog import whole
from optim_core.cost import prices

SCRIPT = """
import {{ keepLink, arrived }} from "./link.js";
import {{ createStore }} from "./store.js";
import {{ usualView }} from "./viewpoint.js";
import * as panel from "./panels/study.js";

const arrival = {{ steps: 1, seed: 0, noise: {{ kind: "none" }}, runs: [{run}], ...{spec} }};
const {{ spec, view, broken }} = arrived(arrival);
const seen = {{ ...usualView, ...view, broken, playing: true }};
const store = createStore({{ spec, view: seen, data: {{ study: null }} }});
const plain = () => (document.getElementById("spec").textContent = JSON.stringify([store.spec, store.view.broken]));
store.on("spec", plain);
plain();
panel.mount(document.getElementById("study"), store, {options});
const travelled = {{ settled: true, travelled: true }};
keepLink(store, arrival, (said) => store.put("spec", {{ study: undefined, ...said.spec }}, travelled));
document.body.dataset.ready = "";
"""
BODY = """<main id="main"><h1 class="for-ears">Study</h1>
<section class="panel" id="study"></section><pre id="spec" hidden></pre><div id="side"></div></main>
<link rel="stylesheet" href="{css}">"""
RUN = '{ optimizer: { kind: "gradient-descent" } }'
ROSENBROCK = {"surface": {"kind": "rosenbrock"}}


def intercept(page, spec, options=None):
    """From now on the race page of this tab is a study."""
    known = str(script_data(whole() | {"limits": limits.as_dict(), "passes": prices(2)}))

    def document(route):
        answer = route.fetch()
        html = re.sub(r'<link rel="modulepreload"[^>]*>', "", answer.text())
        css = re.search(r'href="([^"]*)css/race\.css', html)[1] + "css/study.css"
        html = re.sub(r"<main.*</main>", lambda _: BODY.format(css=css), html, flags=re.S)
        html = re.sub(r'(id="catalog">).*?(</script>)', lambda found: found[1] + known + found[2], html, flags=re.S)
        route.fulfill(response=answer, body=html)

    def script(route):
        text = SCRIPT.format(spec=json.dumps(spec), options=json.dumps(options or {}), run=RUN)
        route.fulfill(body=text, content_type="text/javascript")

    page.route(re.compile(r"/(\?.*)?(#.*)?$"), document)
    page.route(re.compile(r"/js/main(\.whole)?\.js"), script)
