/** What every page with a figure does alike: reads what the server printed, mounts its panels, hears the theme. */

import { mountContactLine } from "./contact-line.js";
import { part } from "./part.js";

export const place = (id) => document.getElementById(id);
export const json = (id) => JSON.parse(place(id).textContent);

/** The spec of a bare address. */
export const arrivalSpec = () => ({ steps: 200, seed: 0, noise: { kind: "none" }, ...json("default-spec") });

/**
 * Mount each panel that `named` names in the element of that name, as soon as its module is here.
 * @param more for a panel that takes more than its element and the store, by its name; as `store` another one than the page's
 */
export async function mountPanels(store, named, more = {}) {
  const mounting = named.dataset.panels.split(" ").map(async (id) => {
    const panel = await part(import(`./panels/${id}.js`));
    panel.mount(place(id), more[id]?.store ?? store, more[id]);
    store.put("view", {});
  });
  await Promise.all(mounting);
  document.body.dataset.ready = ""; // for whoever drives the page, as our tests do
}

/**
 * Hear what is said to the page as a whole: another theme, the settings folded away.
 * @param again what is asked of the server once more where it did not answer
 */
export function hearPage(store, ...again) {
  mountContactLine();
  document.addEventListener("again", () => again.forEach((ask) => ask()));
  document.addEventListener("theme", () => store.put("view", { theme: document.documentElement.dataset.theme }));
  const fold = place("fold");
  fold?.addEventListener("click", () => {
    const folded = place("race").toggleAttribute("data-folded");
    fold.setAttribute("aria-expanded", String(!folded));
  });
}
