/** One run of the list: what it is at a glance, and all its settings when opened. */
import { changed, entry, family, filled } from "./catalogue.js";
import { choose, controlsOf, folded, iconButton, make } from "./controls.js";
import { cutFields } from "./cut-fields.js";
import { swatch } from "./look.js";
import { groundOf } from "./ground.js";
import { noiseFields } from "./noise-fields.js";
import { duplicated, patched, removed, switched } from "./runs.js";
import { scheduleFields, shapeOf } from "./schedule-fields.js";
import { startFields } from "./start-fields.js";
import { say, t } from "./words.js";

/**
 * @param more (patch(part, settled), mine(), id) -> {line, element, show(run)}: what a page has on its cards besides
 * @returns {element, update(run, index, name, count, full), note(sentence, bad)}
 */
export function createCard(store, id, more = null) {
  const where = () => store.spec.runs.findIndex((run) => run.look.id === id);
  const runs = (edit, settled = true) => store.put("spec", { runs: edit(store.spec.runs, where()) }, { settled });
  const patch = (part, settled) => runs((list, i) => patched(list, i, part), settled);
  const mine = () => store.spec.runs[where()];

  const kinds = family("optimizers").map((one) => [one.kind, say(one.title)]);
  const eye = make("button", { type: "button", className: "swatch-button", "data-testid": "hide" });
  eye.addEventListener("click", () => patch({ look: { ...mine().look, hidden: !mine().look.hidden } }));
  const select = choose(kinds, kinds[0][0], (kind) => runs((list, i) => switched(list, i, kind, groundOf(store).scales)), { className: "optimizer", "data-testid": "optimizer", "data-part": "optimizer" });
  const copy = iconButton("copy", t("run.duplicate"), () => runs(duplicated), { "data-testid": "duplicate", "data-part": "duplicate" });
  const away = iconButton("close", t("run.remove"), () => runs(removed), { "data-testid": "remove", "data-part": "remove" });
  const look = iconButton("inspect", t("run.inspect"), () => inspect(), { "data-testid": "inspect", "data-part": "inspect", "aria-pressed": "false" });
  const body = make("div", { className: "run-body" });
  const open = iconButton("down", t("run.open"), () => unfold(body.hidden), { "data-testid": "open", "data-part": "run-settings", "aria-expanded": "false" });
  const title = make("p", { className: "run-name" });
  const quick = make("div", { className: "run-quick", "data-part": "main-setting" });
  const note = make("p", { className: "run-note", hidden: true });
  const head = make("div", { className: "run-head" }, eye, select, look, open, copy, away);
  const besides = more?.(patch, mine, id);
  const element = make("li", { className: "run", "data-testid": "run-card" }, head, title, quick, besides?.line, note, body);
  let shape = "";
  let parts = null;
  body.hidden = true;

  function unfold(yes) {
    body.hidden = !yes;
    open.setAttribute("aria-expanded", String(yes));
    element.classList.toggle("open", yes);
  }

  function inspect() {
    const { slot } = mine().look;
    const yes = store.view.inspected !== slot;
    store.put("view", { inspected: yes ? slot : null, beckon: yes });
  }

  function build(run) {
    const declared = entry("optimizers", run.optimizer.kind);
    const fields = controlsOf(declared.settings, "", filled(declared, run.optimizer), (name, value, settled) =>
      patch({ optimizer: changed(declared, mine().optimizer, name, value) }, settled),
    );
    const schedules = scheduleFields(declared, run.schedules, (next, settled) => patch({ schedules: next }, settled));
    const label = make("input", { type: "text", maxLength: 60, "data-field": "label", "aria-label": t("run.label") });
    label.addEventListener("change", () => patch({ label: label.value.trim() || undefined }));
    const start = ownStart(run);
    const noise = noiseFields(`run-noise-${id}`, (next, settled) => patch({ noise: next }, settled), t("run.noise-shared"));
    const cut = cutFields(`run-cut-${id}`, (next, settled) => patch({ cut: next }, settled), () => store.data.race?.steps ?? store.spec.steps);
    const first = fields.major.length ? fields.major : fields.minor.slice(0, 1);
    quick.replaceChildren(...first.slice(0, 1));
    body.replaceChildren(
      ...(besides ? [besides.element] : []),
      ...first.slice(1),
      ...[
        folded(t("run.more"), fields.minor.filter((one) => one !== first[0])),
        make("p", { className: "note" }, say(declared.summary)),
        schedules.element,
        start.element,
        noise.element,
        cut.element,
        make("label", { className: "field field-choice" }, make("span", {}, t("run.label")), label),
      ].filter(Boolean),
    );
    parts = { declared, fields, schedules, label, start, noise, cut };
  }

  function ownStart(run) {
    const box = make("input", { type: "checkbox", checked: Boolean(run.start), "data-field": "own-start" });
    box.addEventListener("change", () => patch({ start: box.checked ? [...shared()] : undefined }));
    const boxes = run.start && startFields(run.start, (next) => patch({ start: next }), { testid: "run-start" });
    const words = make("label", { className: "switch" }, box, t("run.own-start"));
    return { element: make("div", { className: "field field-flat", "data-part": "start" }, words, boxes?.element), set: (next) => boxes?.set(next) };
  }

  const shared = () => store.spec.start ?? store.data.grid?.begin ?? [0, 0];

  return {
    element,
    /** Whether this is the run that is inspected. */
    inspected(yes) {
      look.setAttribute("aria-pressed", String(yes));
    },
    note(sentence, bad) {
      if (note.textContent !== sentence) note.textContent = sentence;
      note.hidden = !sentence;
      note.classList.toggle("bad", bad);
    },
    update(run, index, name, count, full) {
      const now = [run.optimizer.kind, shapeOf(run.schedules), Boolean(run.start)].join("|");
      if (now !== shape) build(run);
      shape = now;
      parts.fields.set(filled(parts.declared, run.optimizer));
      parts.schedules.set(run.schedules);
      parts.start.set(run.start);
      parts.cut.set(run.cut);
      besides?.show(run);
      parts.noise.set(run.noise, entry("surfaces", store.spec.surface.kind).rows);
      if (document.activeElement !== parts.label) parts.label.value = run.label ?? "";
      parts.label.placeholder = name;
      select.value = run.optimizer.kind;
      select.setAttribute("aria-label", t("run.optimizer", { number: index + 1 }));
      element.dataset.run = index;
      element.setAttribute("aria-label", name);
      element.classList.toggle("hidden-run", run.look.hidden);
      title.textContent = name;
      title.hidden = name === say(parts.declared.title);
      eye.setAttribute("aria-pressed", String(!run.look.hidden));
      eye.title = t(run.look.hidden ? "run.show" : "run.hide", { name });
      eye.setAttribute("aria-label", t("run.shown", { name }));
      if (eye.dataset.slot !== String(run.look.slot)) eye.replaceChildren(swatch(run.look.slot));
      eye.dataset.slot = run.look.slot;
      copy.disabled = full;
      away.disabled = count === 1;
    },
  };
}
