/** The gradient at the point by the formula, by forward and by central differences, and how far they are apart. */
import { checked as ask } from "../api.js";
import { createAsking } from "../bench/asking.js";
import { make } from "../controls.js";
import { createArrows } from "../gradients/arrows.js";
import { LEVEL, createGauge } from "../gradients/gauge.js";
import { checkOf } from "../gradients/planted.js";
import { tabs } from "../gradients/usual.js";
import { pretty } from "../numbers.js";
import { whileOn } from "../tabs.js";
import { t } from "../words.js";

const DIGITS = 8; // of a number, so that the last that agrees is seen
const BOTH = ["forward", "central"];
const AGREES = ["happy", "level"]; // verdicts that say nothing against a formula, be there a bug in it or not
const ROWS = ["tested", "right", ...BOTH];

export function mount(element, store) {
  const where = make("span", { className: "count", "data-testid": "check-where" });
  const cells = Object.fromEntries(ROWS.map((row) => [row, ["x", "y", "error"].map((part) => make("td", { "data-testid": `${row}-${part}` }))]));
  const heads = ["∂f/∂x", "∂f/∂y", t("gradients.error")].map((words) => make("th", { scope: "col" }, words));
  const lines = Object.fromEntries(ROWS.map((row) => [row, make("tr", { className: row },
    make("th", { scope: "row" }, ...called(row)), ...cells[row])]));
  const gauge = createGauge();
  const verdict = make("p", { className: "check-verdict", role: "status", "data-testid": "check-verdict" });
  const kink = make("button", { type: "button", className: "quiet", "data-testid": "kink" }, t("gradients.kink"));
  let own = null; // beside a kink of the surface itself
  kink.addEventListener("click", () => {
    if (own) return store.put("spec", { start: own });
    store.put("view", { range: null });
    return store.put("spec", tabs.check.kink);
  });
  element.replaceChildren(
    make("h2", { className: "panel-title" }, t("gradients.check-title"), " ", where),
    make("table", { className: "check-table" }, make("thead", {}, make("tr", {}, make("td"), ...heads)), make("tbody", {}, ...Object.values(lines))),
    gauge.element, verdict, kink);

  function tell({ at, noise }, said) {
    const { value, tested, right, verdict: { name, h } } = said;
    where.textContent = t("gradients.at", { x: pretty(at[0], 4), y: pretty(at[1], 4) });
    element.toggleAttribute("data-planted", Boolean(noise));
    lines.right.hidden = !noise;
    lines.tested.firstChild.replaceChildren(...called(noise ? "planted" : "tested"));
    fill("tested", tested, tested);
    fill("right", right, tested);
    for (const form of BOTH) {
      fill(form, said[form].grad, tested);
      cells[form][2].textContent = said[form].band === LEVEL ? "–" : pretty(said[form].error ?? Infinity, 2);
      cells[form][2].className = said[form].band;
    }
    gauge.show(BOTH.map((form) => ({ name: t(`gradients.${form}-short`), ...said[form] })));
    own = said.kink;
    kink.textContent = t(own ? "gradients.kink" : "gradients.kink-example");
    const words = said.central.grad.includes(null) ? "outside" : noise && AGREES.includes(name) ? "unseen" : name;
    verdict.className = `check-verdict ${value === null ? "" : words}`;
    const sentence = t(value === null ? "here.no-value" : `gradients.verdict-${words}`, { h: pretty(h ?? NaN) });
    if (verdict.textContent !== sentence) verdict.textContent = sentence; // it is read out when it changes only
  }

  function fill(row, grad, beside) {
    grad.forEach((part, i) => cells[row][i].replaceChildren(...digits(part ?? NaN, beside[i] ?? NaN)));
  }

  return whileOn(store, ["check"], () => {
    const arrows = createArrows(document.querySelector("#figure > .plot"));
    const asking = createAsking(ask, (said, question) => {
      element.toggleAttribute("data-refused", !said); // why is said by the study
      if (!said) {
        verdict.textContent = "";
        return arrows.show(null);
      }
      tell(question, said);
      if (said.verdict.name === LEVEL) return arrows.show(null); // of rounding there is no direction
      const arrow = (name, grad, wide) => ({ name, grad: grad.map((part) => part ?? NaN), wide });
      return arrows.show(question.at, [
        arrow("by-steps", said.central.grad, 1.8),
        arrow("by-forward", said.forward.grad, 1),
        arrow("by-formula", said.right, 1),
        ...(question.noise ? [arrow("by-mistake", said.tested, 1)] : []),
      ]);
    });
    const look = () => store.data.grid?.of === JSON.stringify(store.spec.surface) && asking.look(checkOf(store.spec, store.data.grid.begin));
    const stops = [store.on("spec", look), store.on("data", (_data, patch) => "grid" in patch && look()), asking.stop, arrows.stop];
    look();
    return () => stops.forEach((stop) => stop());
  });
}

/** The name of a row, and the shorter one of a narrow page. */
const called = (row) => ["whole", "short"].map((className) => make("span", { className }, t(`gradients.${row}${className === "short" ? "-short" : ""}`)));

/** A number of which the digits that another one does not share are marked. */
function digits(value, other) {
  const [mine, theirs] = [value, other].map(full);
  const same = [...mine].findIndex((sign, i) => sign !== theirs[i]);
  if (same < 0) return [mine];
  return [mine.slice(0, same), make("span", { className: "apart" }, mine.slice(same))];
}

/** All digits of a number, zeros too: they are what agrees. A power of ten takes the room of three. */
function full(value) {
  const size = Math.abs(value);
  const plain = value === 0 || (size >= 1e-3 && size < 1e6);
  return plain ? value.toPrecision(DIGITS).replace("-", "−") : pretty(value, DIGITS - 3);
}
