/** The workers at the left of their lanes: name, what they do, the plug to pull. */
import { icon, make } from "../controls.js";
import { t } from "../words.js";

/** @param kill (name) @returns {element, show(state)} */
export function createLanes(kill) {
  const element = make("ul", { "className": "lanes", "aria-label": t("master.workers"), "data-testid": "workers" });
  const rows = new Map();

  function rowOf(name) {
    if (rows.has(name)) return rows.get(name);
    const called = make("b", {}, name);
    const doing = make("small");
    const plug = make("button", { type: "button", className: "plug", "data-testid": "kill", title: t("master.kill-what"), "aria-label": t("master.kill-name", { name }) }, icon("plug"), make("span", {}, t("master.kill")));
    plug.addEventListener("click", () => kill(name));
    const row = { called, doing, plug, element: make("li", { "tabIndex": -1, "data-testid": "worker" }, make("span", { className: "lane-light", "aria-hidden": "true" }), make("span", { className: "lane-name" }, called, doing), plug) };
    rows.set(name, row);
    return row;
  }

  /** A row keeps its button, and with it the focus, for as long as the worker is there. */
  function show({ workers, trials, local }) {
    const many = new Set(workers.map(({ host }) => host).filter(Boolean)).size > 1;
    const all = workers.map((worker) => {
      const row = rowOf(worker.name);
      const trial = worker.trial === null ? null : trials.find(({ number }) => number === worker.trial);
      row.element.dataset.state = worker.state;
      row.element.title = worker.pid ? `${worker.host} · ${t("master.pid", { pid: worker.pid })}` : "";
      const doing = trial ? t("master.doing", { number: trial.number, epoch: trial.scores.length }) : t(`master.worker-${worker.state}`);
      row.doing.textContent = many && worker.host ? `${worker.host} · ${doing}` : doing;
      const hidden = !local.started.includes(worker.name) || isGone(worker);
      if (hidden && document.activeElement === row.plug) row.element.focus();
      row.plug.hidden = hidden;
      return row.element;
    });
    for (const [name] of rows) if (!workers.some((one) => one.name === name)) rows.delete(name);
    const same = all.length === element.children.length && all.every((one, i) => one === element.children[i]);
    if (!same) element.replaceChildren(...all);
  }

  return { element, show };
}

/** Whether a worker is no more. */
export const isGone = ({ ended }) => ended !== null;
