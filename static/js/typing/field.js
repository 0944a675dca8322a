/** A text that the server can read or not: it is checked while it is typed, and only what can be read is passed on. */
import { Refusal, Silence } from "../api.js";
import { make } from "../controls.js";
import { say, nameOf } from "../words.js";
import { createCaret } from "./caret.js";
import { createSigns } from "./signs.js";

const SOON = 250; // milliseconds after the last key in which nothing is asked
const CALM = 1500; // after which what was typed is one step back
const KEPT = "typed"; // the name of what is kept
const LINES = 3; // before it scrolls

/**
 * @param read (text, signal) -> what the server says of it; throws Refusal or Silence
 * @param change (text, settled, said): a text that can be read; `said` is missing where nobody answered
 * @param heard (said or null, of the spec's own text or null while the text is wrong)
 */
export function textField(setting, field, value, { read, change, heard }) {
  const id = `typed-${setting.name}`;
  const fault = make("p", { className: "field-fault", id: `${id}-fault`, hidden: true, "aria-live": "polite", "data-testid": "typed-fault" });
  const box = make("textarea", {
    id, rows: 1, spellcheck: false, autocomplete: "off", autocapitalize: "off", enterKeyHint: "done",
    "data-field": field, "data-testid": "typed", "aria-describedby": fault.id, className: "typed",
  });
  box.setAttribute("autocorrect", "off");
  const caret = createCaret();
  const label = make("label", { htmlFor: id, title: say(setting.help) }, make("span", { className: "typed-name", "aria-hidden": "true" }, `${setting.name}(x, y) =`), make("span", { className: "for-ears" }, nameOf(setting)));
  const element = make("div", { className: "field field-flat typed-field" }, label, box, caret.element, fault, createSigns(box));
  let known = null; // the text of the spec
  let stop = new AbortController();
  let soon = 0;
  let calm = 0;
  let wrong = null;
  let width = 0;

  /** What cannot be read stands in no link: it waits for the same page in the other language. */
  function keep({ target }) {
    if (target.closest?.("a[data-lang]") && box.value !== known) remember([known, box.value]);
  }

  function grow() {
    box.style.height = "auto";
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(box);
    const one = parseFloat(lineHeight);
    const room = parseFloat(paddingTop) + parseFloat(paddingBottom);
    const lines = Math.max(1, Math.round((box.scrollHeight - room) / one));
    if (box.scrollHeight) box.style.height = `${Math.min(lines, LINES) * one + room + box.offsetHeight - box.clientHeight}px`;
    box.style.overflowY = lines > LINES ? "auto" : "hidden";
    return lines;
  }

  function complain(refusal) {
    wrong = refusal;
    fault.textContent = refusal?.message ?? "";
    fault.hidden = !refusal;
    box.setAttribute("aria-invalid", String(Boolean(refusal)));
    point();
  }

  /** Not while it may be scrolled: then a piece of the text stands above the mark. */
  function point() {
    const lines = grow();
    if (wrong && Number.isInteger(wrong.at)) caret.point(wrong, box.value, lines === 1);
    else caret.clear();
  }

  function settle() {
    clearTimeout(calm);
    if (calm) change(known, true);
    calm = 0;
  }

  async function check() {
    clearTimeout(soon);
    soon = 0;
    stop.abort();
    stop = new AbortController();
    const { signal } = stop;
    const text = box.value;
    let said;
    try {
      said = await read(text, signal);
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return;
      if (!(error instanceof Refusal || error instanceof Silence)) throw error;
      // A refusal of something else than the text leaves the text to whoever asks with it.
      if (error instanceof Refusal && error.field.split(".").at(-1) === setting.name) {
        complain(error);
        heard(null);
        return;
      }
    }
    if (signal.aborted) return;
    complain(null);
    heard(said ?? null);
    if (text === known) return;
    known = text;
    clearTimeout(calm);
    calm = setTimeout(settle, CALM);
    change(text, false, said);
  }

  box.addEventListener("input", (event) => {
    if (wrong) complain(null);
    grow();
    clearTimeout(soon);
    if (!event.isComposing) soon = setTimeout(check, SOON);
  });
  box.addEventListener("compositionend", () => (soon = setTimeout(check, SOON)));
  box.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[\r\n]/.test(text)) return;
    event.preventDefault();
    document.execCommand("insertText", false, text.trim().replace(/\s*[\r\n]+\s*/g, " ")); // as signs.js does
  });
  box.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (soon) await check();
    settle();
  });
  box.addEventListener("blur", async () => {
    if (soon) await check();
    settle();
  });
  const watcher = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== width) point();
    width = contentRect.width;
  });
  watcher.observe(element);

  /** From elsewhere: Back, an example, a link. What is being typed and not yet read stays. */
  function set(next) {
    if (next === known) return;
    known = next;
    clearTimeout(calm);
    calm = 0;
    if (box.value !== next) box.value = next;
    check();
  }

  /** Another surface has come: nothing that is still on its way counts. */
  function leave() {
    stop.abort();
    clearTimeout(soon);
    clearTimeout(calm);
    soon = calm = 0;
    watcher.disconnect();
    document.removeEventListener("click", keep);
  }

  document.addEventListener("click", keep);
  set(value);
  const [of, kept] = remembered();
  if (of === known) {
    box.value = kept;
    check();
  }
  return { element, set, stop: leave };
}

/** Some browsers keep nothing. */
function remember(texts) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(texts));
  } catch {
    // Then it is lost.
  }
}

/** What was kept, once: [the text of the spec, what stood in the box]. */
function remembered() {
  try {
    const texts = JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
    sessionStorage.removeItem(KEPT);
    return texts;
  } catch {
    return [];
  }
}
