/** What a printed page says in words: what is chosen by controls on the screen, and its link. */
import { entry } from "./catalogue.js";
import { make } from "./controls.js";
import { address } from "./link.js";
import { settingsOf } from "./takeaway/settings.js";
import { say } from "./words.js";

/** The title of something declared, and its settings. */
export const chosen = (family, one) => [say(entry(family, one.kind).title), ...settingsOf(family, one)];

/** @param element that only print shows @param told () -> {heading, lines}, a line a list of its parts */
export function fillOnPaper(element, told) {
  window.addEventListener("beforeprint", () => {
    const { heading, lines } = told();
    element.replaceChildren(make("h2", {}, heading), ...[...lines.map((parts) => parts.join(" · ")), address()].map((line) => make("p", {}, line)));
  });
}
