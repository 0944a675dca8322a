/** Taking the race away: a dialog with files of every kind, and a printed page. What they need is loaded when asked for. */
import { Silence } from "../api.js";
import { make } from "../controls.js";
import { part as whole } from "../part.js";
import { t } from "../words.js";

/** A module of what takes the race away; of one that does not come the page speaks as a whole. */
const part = (module) => whole(module).catch(() => {
  throw new Silence("a part did not come");
});

export function mount(element, store) {
  const open = make("button", { type: "button", className: "quiet", "data-testid": "open-export" }, t("export.open"));
  const print = make("button", { type: "button", className: "quiet", "data-testid": "print-handout" }, t("export.print"));
  const said = make("p", { className: "note", role: "status" });
  element.replaceChildren(open, print, said);
  let dialog = null;

  /** Do what a button is for; what goes wrong is said below it. It keeps the focus, which a disabled one would lose. */
  async function busy(made, act) {
    if (made.ariaBusy === "true") return;
    made.ariaBusy = "true";
    said.textContent = "";
    try {
      await act();
    } catch (error) {
      const { wrong } = await part(import("../takeaway/faults.js")).catch(() => ({ wrong: () => t("fault.silent") }));
      said.textContent = wrong(error);
    }
    made.ariaBusy = "false";
  }

  open.addEventListener("click", () => busy(open, async () => {
    dialog ??= (await part(import("../takeaway/dialog.js"))).createDialog(store, element);
    dialog.open();
  }));
  print.addEventListener("click", () => busy(print, async () => {
    const { prepared } = await part(import("../takeaway/handout.js"));
    await prepared(store);
    window.print();
  }));

  /** A handout is of one moment: once the page shows another, it goes. */
  const stale = () => document.getElementById("handout")?.remove();
  const moved = (_drawer, patch) => ["race", "frame", "playing", "range"].some((key) => key in patch) && stale();
  const stops = [store.on("spec", stale), store.on("data", moved), store.on("view", moved), lightWhilePrinting()];
  return () => {
    stale();
    stops.forEach((stop) => stop());
  };
}

/** A dark page is light while it is printed. */
function lightWhilePrinting() {
  const root = document.documentElement;
  const listening = new AbortController();
  let before = null;
  const turn = (theme) => {
    root.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("theme"));
  };
  window.addEventListener("beforeprint", () => {
    before = root.dataset.theme;
    if (before === "dark") turn("light");
  }, listening);
  window.addEventListener("afterprint", () => before === "dark" && turn("dark"), listening);
  return () => listening.abort();
}
