/** The row of tabs: what each is called, and in small what it is about. */
import { make } from "../controls.js";
import { segments } from "../segments.js";
import { SPOKEN, TABS } from "../tabs.js";
import { t } from "../words.js";

/** @param more {turn(tab)} */
export function mount(element, store, { turn }) {
  const row = segments("tab", TABS.map((tab) => [tab, t(`${SPOKEN}.${tab}`)]), t(`${SPOKEN}.tabs`), turn);
  [...row.element.querySelectorAll("span")].forEach((words, i) => words.append(make("small", {}, t(`${SPOKEN}.${TABS[i]}-what`))));
  row.element.removeAttribute("data-part"); // it is all there is of the part that it stands in
  element.replaceChildren(row.element);
  const show = () => row.set(store.spec.tab, true);
  show();
  return store.on("spec", show);
}
