/** Who searches: a card for each strategy with its settings. */
import { changed, entry, family, filled, limits } from "../catalogue.js";
import { choose, controlsOf, iconButton, make } from "../controls.js";
import { swatch } from "../look.js";
import { say, sentence, t } from "../words.js";

/** @param put (patch of the search, settled) @returns {element, show()} */
export function strategyCards(store, put) {
  const list = make("ul", { className: "run-list lab-strategies" });
  const add = make("button", { type: "button", className: "add", "data-testid": "add-strategy" }, `+ ${t("search.add")}`);
  const count = make("span", { className: "count" });
  const element = make("section", { "className": "panel strategies", "data-part": "strategies", "aria-label": t("search.strategies") },
    make("h2", { className: "panel-title" }, t("search.strategies"), " ", count), list, add);
  const kinds = family("strategies").map(({ kind, title }) => [kind, sentence(say(title))]);
  const all = () => store.spec.search.strategies;
  let cards = [];
  let shape = "";

  add.addEventListener("click", () => {
    const there = new Set(all().map(({ kind }) => kind));
    const { kind } = family("strategies").find((one) => !there.has(one.kind)) ?? family("strategies")[0];
    put({ strategies: [...all(), { kind }] }, true);
  });

  function card({ kind }, index) {
    const declared = entry("strategies", kind);
    const which = choose(kinds, kind, (next) => put({ strategies: all().with(index, { kind: next }) }, true), { "className": "optimizer", "aria-label": t("search.strategy", { number: index + 1 }), "data-testid": "strategy" });
    const fields = controlsOf(declared.settings, `search.strategies[${index}].`, filled(declared, all()[index]), (name, value, settled) =>
      put({ strategies: all().with(index, changed(declared, all()[index], name, value)) }, settled));
    const body = make("div", { className: "run-body", hidden: true }, make("p", { className: "note" }, say(declared.summary)), ...fields.major, ...fields.minor);
    const name = say(declared.title);
    const open = iconButton("down", t("search.open-strategy", { name }), () => {
      body.hidden = !body.hidden;
      open.setAttribute("aria-expanded", String(!body.hidden));
    }, { "aria-expanded": "false", "data-testid": "open-strategy" });
    const away = iconButton("close", t("search.remove-strategy", { name }), () => put({ strategies: all().toSpliced(index, 1) }, true), { "data-testid": "remove-strategy" });
    away.disabled = all().length === 1;
    return { element: make("li", { className: "run" }, make("div", { className: "run-head" }, swatch(index), which, open, away), body), set: (chosen) => fields.set(filled(declared, chosen)) };
  }

  return {
    element,
    show() {
      const now = all().map(({ kind }) => kind).join();
      if (now !== shape) {
        const held = [...list.children].findIndex((one) => one.contains(document.activeElement));
        shape = now;
        cards = all().map(card);
        list.replaceChildren(...cards.map((one) => one.element));
        if (held >= 0) list.children[Math.min(held, cards.length - 1)].querySelector("select").focus();
      }
      all().forEach((chosen, i) => cards[i].set(chosen));
      add.disabled = all().length >= limits.strategies;
      count.textContent = `${all().length} / ${limits.strategies}`;
    },
  };
}
