/** The line on the figure that says what is wrong: beside the control it is about where that is in sight, else here. */
import { contact } from "./api.js";
import { make } from "./controls.js";
import { sentence as capital, t } from "./words.js";

/**
 * @param element the line
 * @param more {broken: the key of what it says of a link that cannot be read, always: also here what stands beside a control,
 *   offer: (fault) => {words, take} of what would do instead, or null}
 * @returns what stops listening
 */
export function faultLine(element, store, { broken = "link.broken", always = false, offer = () => null } = {}) {
  const sentence = make("span");
  const again = make("button", { type: "button", className: "quiet", "data-testid": "again" }, t("fault.again"));
  again.addEventListener("click", () => element.dispatchEvent(new CustomEvent("again", { bubbles: true })));
  const instead = make("button", { type: "button", className: "quiet", hidden: true, "data-testid": "instead" });
  let offered = null;
  instead.addEventListener("click", () => offered.take());
  element.replaceChildren(sentence, again, instead);
  let marked = null;

  function fault() {
    const { fault: said, waiting } = store.data;
    const wrong = said?.silent && (waiting || contact.away()) ? null : said; // while it is away the page says so once
    const words = wrong && spoken(wrong);
    offered = wrong && offer(wrong);
    instead.hidden = !offered;
    instead.textContent = offered?.words ?? "";
    unmark();
    if (wrong && !wrong.silent && mark(words, wrong.field) && !always && inSight(marked.box)) hide();
    else if (wrong) tell(words, true, wrong.silent);
    else if (waiting) tell(waitingFor(waiting), false, false);
    else if (store.view.broken) tell(t(broken, { what: store.view.broken }), true, false);
    else hide();
  }

  /** The sentence without the program's name of the field: it stands beside the field, or speaks for itself. */
  function spoken({ silent, sentence: said, field }) {
    if (silent) return t("fault.silent");
    return capital(labelled(field && said.startsWith(`${field}: `) ? said.slice(field.length + 2) : said));
  }

  /** For an answer, or for room: then the server has said why. */
  function waitingFor({ sentence: why, seconds }) {
    return why ? `${why} ${t("fault.in", { seconds })}` : t("fault.waiting");
  }

  /** What is but a place in a list, such as axes[0].low, by the label that its control has here. */
  function labelled(said) {
    const boxes = [...document.querySelectorAll('[data-field*="["]')];
    return boxes.reduce((words, box) => words.replaceAll(box.dataset.field, box.getAttribute("aria-label") ?? box.labels?.[0]?.textContent ?? box.dataset.field), said);
  }

  function tell(text, bad, retry) {
    sentence.textContent = text;
    element.hidden = false;
    element.classList.toggle("bad", bad);
    again.hidden = !retry;
  }

  function hide() {
    element.hidden = again.hidden = true;
    sentence.textContent = "";
  }

  /** Put the sentence under the control it names, if that is there. */
  function mark(text, field) {
    const [, run, rest] = /^(?:runs\[(\d+)\]\.)?(.*)$/.exec(field ?? "");
    const scope = run === undefined ? document : document.querySelector(`[data-run="${run}"]`);
    const name = rest.replace(/^optimizer\./, "").replace(/["\\]/g, "");
    const apart = run === undefined ? ":not([data-run] *)" : ""; // a run has fields of the same names
    const box = name ? scope?.querySelector(`[data-field="${name}"]${apart}`) : null;
    const line = box?.closest(".field")?.querySelector(".field-fault");
    if (!line || box.offsetParent === null) return false;
    line.id ||= `fault-of-${name}`;
    if (!always) line.setAttribute("role", "alert");
    line.hidden = false;
    line.textContent = text;
    box.setAttribute("aria-invalid", "true");
    box.setAttribute("aria-errormessage", line.id);
    marked = { line, box };
    return true;
  }

  /** Whether a control is neither scrolled away nor covered. */
  function inSight(box) {
    const { left, top, width, height } = box.getBoundingClientRect();
    return Boolean(box.closest(".field").contains(document.elementFromPoint(left + width / 2, top + height / 2)));
  }

  function unmark() {
    if (!marked) return;
    marked.line.hidden = true;
    marked.box.setAttribute("aria-invalid", "false");
    marked.box.removeAttribute("aria-errormessage");
    marked = null;
  }

  let away = contact.away();
  const stops = [
    contact.on(() => away !== contact.away() && ((away = contact.away()), fault())),
    store.on("data", (_data, patch) => ("fault" in patch || "waiting" in patch) && fault()),
    store.on("view", (_view, patch) => "broken" in patch && fault()),
    store.on("spec", (_spec, _patch, { travelled }) => {
      if (store.view.broken && !travelled) store.put("view", { broken: null });
    }),
  ];
  fault();
  return () => stops.forEach((stop) => stop());
}
