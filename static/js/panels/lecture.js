/** Lecturing: a quiet line above the figure, and what the presenter's keys do. */
import { icon, iconButton, make } from "../controls.js";
import { awayIn, wear, worn } from "../guise.js";
import { endOf, go, stepBy, toggle } from "../player.js";
import { listen } from "../presenter.js";
import { createRing, nextRing } from "../ring.js";
import { blank, canFill, fill, keepAwake } from "../screen.js";
import { surfaceName } from "../surface-name.js";
import { t } from "../words.js";

const QUIET = 3000; // milliseconds after which a pointer at rest leaves the line to itself
const SKIP = 10; // such parts of a race are skipped at once

/** @param more {title, keys, actions, out} of a page whose lecture is another than the race's; out() leaves what is looked into, and says whether there was any */
export function mount(element, store, { title: called = () => surfaceName(store.spec.surface), keys, actions, out = () => false } = {}) {
  const frame = document.getElementById("race");
  let before = null; // what was hidden before the lecture

  function lecture() {
    if (worn("lecture")) {
      wear("lecture", null);
      wear("hide", before);
    } else {
      before = worn("hide");
      if (before) wear("hide", [...new Set([...before.split(" "), ...awayIn("lecture").usual])].join(" "));
      wear("lecture", "1");
    }
  }

  /** The panels that can be chosen: the column of settings, and each panel beside the figure. */
  const panels = () => [...frame.querySelectorAll(":scope > .side[data-part], :scope > .beside > [data-part]")];
  const nameOf = ({ dataset }) => dataset.part.split(" ")[0];
  const isShown = (panel) => getComputedStyle(panel).display !== "none";

  /** What is shown is shown whole, with the panels that stand in it. */
  function choosePanel(panel, shown) {
    const hidden = worn("hide")?.split(" ").filter(Boolean) ?? awayIn("lecture").usual;
    const whole = [panel, ...panel.querySelectorAll(":scope > [data-part]")].map(nameOf);
    wear("hide", (shown ? hidden.filter((one) => !whole.includes(one)) : [...hidden, whole[0]]).join(" "));
  }

  const list = make("div", { className: "menu" });
  const summary = make("summary", { className: "icon-button", title: t("lecture.panels"), "aria-label": t("lecture.panels"), "data-testid": "lecture-panels" });
  summary.append(icon("panels"));
  const menu = make("details", { className: "menu-button" }, summary, list);
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    const { never } = awayIn("lecture");
    list.replaceChildren(...panels().filter((panel) => !panel.hidden && !never.includes(nameOf(panel))).map((panel) => {
      const name = nameOf(panel);
      const box = make("input", { type: "checkbox", checked: isShown(panel), "data-testid": `panel-${name}` });
      box.addEventListener("change", () => choosePanel(panel, box.checked));
      return make("label", { className: "switch" }, box, t(`part.${name}`));
    }));
  });
  const fold = (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  };
  /** Keys are for what is shown: the menu does not stand before it. */
  const unveiled = (act) => (key) => {
    menu.open = false;
    act(key);
  };

  const contrast = () => document.dispatchEvent(new CustomEvent("contrast"));
  const help = make("button", { type: "button", hidden: true, "data-opens": "help" });
  const title = make("p", { className: "lecture-title", "data-testid": "lecture-title" });
  const buttons = make("div", { className: "lecture-buttons", role: "group", "aria-label": t("lecture.title"), "data-testid": "lecture-bar" },
    menu,
    iconButton("contrast", t("lecture.contrast"), contrast, { "data-testid": "lecture-contrast" }),
    iconButton("ring", t("lecture.pointer"), nextRing, { "data-testid": "lecture-pointer" }),
    canFill ? iconButton("screen", t("lecture.screen"), fill, { "data-testid": "lecture-screen" }) : null,
    iconButton("keys", t("keys.title"), () => help.click(), { "data-testid": "lecture-keys", className: "icon-button keys-button" }),
    iconButton("close", t("lecture.leave"), lecture, { "data-testid": "lecture-leave" }), help);
  element.replaceChildren(title, buttons);
  // After a click the space bar plays again, instead of pressing the button once more.
  let pointed = false; // rather than pressed by a key
  buttons.addEventListener("pointerdown", () => (pointed = true));
  buttons.addEventListener("keydown", () => (pointed = false));
  for (const told of ["click", "change"]) buttons.addEventListener(told, () => pointed && buttons.contains(document.activeElement) && document.activeElement.blur());

  const skip = () => Math.max(1, Math.round(endOf(store.data.race) / SKIP));
  const awake = keepAwake(() => worn("lecture") !== null);
  createRing();

  let resting = 0;
  function stir() {
    element.removeAttribute("data-quiet");
    clearTimeout(resting);
    resting = setTimeout(() => element.setAttribute("data-quiet", ""), QUIET);
  }

  function show() {
    title.textContent = called();
  }

  const listening = new AbortController();
  const { signal } = listening;
  for (const button of document.querySelectorAll("[data-lecture-switch]")) button.addEventListener("click", lecture, { signal });
  document.addEventListener("guise", awake, { signal });
  document.addEventListener("pointermove", stir, { signal });
  document.addEventListener("pointerdown", fold, { signal });
  const stops = [
    store.on("spec", show),
    listen({
      ...Object.fromEntries(Object.entries({
        play: () => toggle(store),
        next: () => stepBy(store, 1),
        back: () => stepBy(store, -1),
        skip: () => stepBy(store, skip()),
        rewind: () => stepBy(store, -skip()),
        first: () => go(store, 0),
        last: () => go(store, Infinity),
        screen: fill,
        pointer: nextRing,
        lecture,
        contrast,
        blank,
        help: () => help.click(),
        ...actions,
      }).map(([name, act]) => [name, unveiled(act)])),
      leave: () => (menu.open ? (menu.open = false) : out() || lecture()),
    }, keys),
    () => listening.abort(),
  ];
  show();
  return () => stops.forEach((stop) => stop());
}
