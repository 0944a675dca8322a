/** The line of a page that says that the server is away, that it is looked for, and that it is back. */
import { contact } from "./api.js";
import { icon, make } from "./controls.js";
import { t } from "./words.js";

/** What is said, what is counted, and the words of the button, if there is one. */
const WORDS = {
  here: () => ["", "", ""],
  away: ({ seconds }) => [t("contact.away"), counted(seconds), t("contact.now")],
  back: () => [t("contact.back"), "", ""],
  newer: () => [t("contact.newer"), "", t("contact.reload")],
};

const counted = (seconds) => (seconds ? t("contact.in", { seconds }) : t("contact.looking"));

/** Beneath the page, over whatever is there, so that nothing moves when it comes and goes. */
export function mountContactLine() {
  const said = make("span", { role: "status" });
  const count = make("span", { className: "contact-count", "aria-hidden": "true" }); // not to be read out every second
  const press = make("button", { type: "button", className: "quiet", "data-testid": "contact-now" });
  const close = make("button", { type: "button", className: "icon-button", title: t("dialog.close"), "aria-label": t("dialog.close") }, icon("close"));
  const line = make("div", { className: "contact", "data-testid": "contact" }, said, count, press, close);
  let kind = "";
  press.addEventListener("click", () => (kind === "newer" ? location.reload() : contact.now()));
  close.addEventListener("click", contact.rest);
  document.body.append(line);
  return contact.on((state) => {
    const [sentence, counting, words] = WORDS[state.kind](state);
    if (said.textContent !== sentence) said.textContent = sentence;
    count.textContent = counting;
    press.textContent = words;
    press.hidden = !words;
    close.hidden = state.kind !== "newer";
    line.dataset.kind = kind = state.kind;
  });
}
