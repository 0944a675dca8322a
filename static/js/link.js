/** The one module that touches the address: the race is mirrored behind its #, so that Back and a copied link work. */
import { read } from "./reading.js";
import { dressed } from "./runs.js";
import { written } from "./spelling.js";
import { believed } from "./tuned.js";
import { usualView } from "./viewpoint.js";

const PRESSES = 1000; // milliseconds between two drags or presses of a key that are one step back
const LONGEST = 200; // characters that are said of what could not be read
const SENTENCE_END = /[.,;:!?\]}>"'*]$/;
const CALM = 250; // milliseconds between two changes of the address while something is dragged

/** {spec, view, broken}: what the address says over the arrival race, and what of it could not be read, or null. */
export function arrived(arrival) {
  const { spec, view, lost } = read(mended(location.hash.slice(1)), arrival);
  return { spec: believed({ ...spec, runs: dressed(spec.runs) }), view, broken: lost.length ? lost.join(", ").slice(0, LONGEST) : null };
}

/** What programs do to a link that they pass on: escape all of it or its separators, as for a page, or take the end of a sentence for its end. */
function mended(text) {
  const whole = !text.includes("=") && /%3D/i.test(text) ? unescaped(text) : text;
  const plain = whole.replaceAll("&amp;", "&").replace(/%(2C|3A|3D)/gi, decodeURIComponent);
  return /[=;]label=[^&;]*$/.test(plain) ? plain : trimmed(plain);
}

/** Without what closes a sentence or a bracket around the link. */
function trimmed(text) {
  const closes = text.endsWith(")") && text.split(")").length > text.split("(").length;
  return closes || SENTENCE_END.test(text) ? trimmed(text.slice(0, -1)) : text;
}

function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The full address of the race as it is. */
export function address() {
  return location.href;
}

/** Have the query say `value` of the page itself, or, with null, nothing: see query.js. */
export function wish(name, value) {
  const query = new URLSearchParams(location.search);
  if (value === null) query.delete(name);
  else query.set(name, value);
  history.replaceState(null, "", location.pathname + searchOf(query) + location.hash);
  pointLanguages();
}

/** The address of this race for someone else: {lecture: "1", hide: "runs,rules"}; `moment` is the step it stands at, null plays. */
export function addressed(wishes, moment) {
  const pieces = location.hash.slice(1).split("&").filter((piece) => piece && !piece.startsWith("at="));
  if (moment !== null) pieces.push(`at=${moment}`);
  return location.origin + location.pathname + searchOf(new URLSearchParams(wishes)) + (pieces.length ? `#${pieces.join("&")}` : "");
}

const searchOf = (query) => (query.size ? `?${query}`.replaceAll("%2C", ",") : "");

/** Whether nobody but this machine can open the address. */
export const onlyHere = () => /^(localhost|127\.|\[?::1)/.test(location.hostname);

/** Keep the address and the store in step. `travelled({spec, view, broken})` is called for Back and Forward. */
export function keepLink(store, arrival, travelled) {
  let dragging = false;
  let timer = 0;
  let released = -Infinity; // when the last drag or press of an arrow key ended

  function write(method) {
    clearTimeout(timer);
    timer = 0;
    const text = written(store.spec, store.view, arrival);
    if (text === location.hash.slice(1)) return;
    const bare = location.pathname + location.search;
    try {
      history[method](null, "", text ? `${bare}#${text}` : bare);
    } catch {
      // Some browsers refuse a page that writes its address too often; the next change writes it again.
    }
    pointLanguages();
  }

  function soon() {
    if (!timer) timer = setTimeout(write, CALM, "replaceState");
  }

  store.on("spec", (_spec, _patch, { settled, travelled: back, meant }) => {
    if (meant) write("replaceState"); // what was shown all along, by its name: no step back
    if (back) return;
    const again = !settled && performance.now() - released < PRESSES;
    if (!dragging && again) soon();
    else if (!dragging) write("pushState");
    else if (settled) write("replaceState");
    else soon();
    if (dragging && settled) released = performance.now();
    dragging = !settled;
  });
  store.on("view", (_view, patch, { travelled: back } = {}) => {
    if (!back && ("playing" in patch || Object.keys(usualView).some((key) => key in patch))) soon();
  });
  window.addEventListener("popstate", () => {
    clearTimeout(timer);
    timer = 0;
    dragging = false;
    released = -Infinity;
    travelled(arrived(arrival));
    pointLanguages();
  });
  pointLanguages();
}

/** The address of a lesson names its step, so that Back, a copied link and the other language find it again. */
export function keepStep(guide) {
  const named = () => guide.steps.findIndex(({ id }) => `#${id}` === location.hash);
  let led = true; // by the address itself
  guide.on("enter", ({ id }, index) => {
    const bare = index === 0 && !location.hash;
    if (!led && !bare && location.hash !== `#${id}`) history.pushState(null, "", `#${id}`);
    pointLanguages();
  });
  window.addEventListener("popstate", () => {
    led = true;
    guide.bring(Math.max(0, named()));
    led = false;
  });
  guide.first = Math.max(0, named());
  led = false;
}

/** The same race, shown the same way, in the other language. */
function pointLanguages() {
  for (const anchor of document.querySelectorAll("a[data-lang]")) {
    const query = new URLSearchParams(location.search);
    query.set("lang", anchor.dataset.lang);
    anchor.search = searchOf(query);
    anchor.hash = location.hash;
  }
}
