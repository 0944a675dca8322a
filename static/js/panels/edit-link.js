/** The dialog that composes a link: for whom, in which form, and what is not on the page. */
import { make } from "../controls.js";
import { copyButton } from "../copying.js";
import { createDialog } from "../dialogs.js";
import { awayIn, parts, worn } from "../guise.js";
import { addressed, onlyHere } from "../link.js";
import { chooser, formChooser, hideOf, partBoxes } from "../link-form.js";
import { shownStep } from "../player.js";
import { t } from "../words.js";

const HEIGHT = 480; // pixels of a frame that nobody sizes
const FOLLOW = `<script>addEventListener("message", (event) => {
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === event.source && event.data?.ravine) frame.height = event.data.ravine.height;
});</script>`;

/** The text that shows an address in a frame of another page, sized as it wishes. */
function frameOf(address) {
  const source = address.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<iframe src="${source}" title="Ravine" width="100%" height="${HEIGHT}" style="border: 0" allow="fullscreen"></iframe>\n${FOLLOW}`;
}

/** @param more {moments}: false where the page has none to arrive at */
export function mount(element, store, { moments = true } = {}) {
  const root = document.documentElement;
  let before = null; // what the page hides, while the dialog shows what it would hide

  function fill() {
    before = worn("hide");
    const step = shownStep(store.view.frame, store.data.race);
    let form = worn("lecture") ? "lecture" : "page";
    const known = parts();
    const asked = before?.split(" ").filter(Boolean) ?? awayIn(form).usual;
    const strangers = asked.filter((name) => !known.has(name));
    let hidden = new Set(asked.filter((name) => known.has(name)));
    const chosen = { language: "", theme: root.dataset.linkTheme ?? "", moment: store.view.playing || step === 0 || store.view.frame === Infinity ? "play" : "stand" };

    const link = make("input", { type: "text", readOnly: true, id: "edited-link", "data-testid": "edited-link" });
    const code = make("textarea", { readOnly: true, rows: 5, id: "edited-frame", spellcheck: false, "data-testid": "edited-frame" });
    const open = make("a", { className: "quiet", target: "_blank", rel: "noopener", "data-testid": "try-link" }, t("edit.try"));
    const linkCopy = copyButton(link, "copy-edited");
    const codeCopy = copyButton(code, "copy-frame");
    const frame = make("div", { className: "edited" },
      make("label", { htmlFor: code.id }, t("edit.frame")), codeCopy.done, code, codeCopy.button,
      make("p", { className: "note" }, t("edit.ancestors")));
    const boxes = make("div");

    function compose() {
      const hide = hideOf(hidden, form);
      const wishes = {
        ...(chosen.language && { lang: chosen.language }),
        ...(form !== "page" && { [form]: "1" }),
        ...(chosen.theme && { theme: chosen.theme }),
        ...(form === "lecture" && worn("pointer") && { pointer: worn("pointer") }),
        ...(worn("instrument") && { instrument: worn("instrument") }),
        ...(hide !== null && { hide }),
      };
      link.value = open.href = addressed(wishes, chosen.moment === "stand" ? step : null);
      code.value = frameOf(link.value);
      frame.hidden = form !== "embed";
      root.dataset.hide = [...hidden].join(" ");
    }
    const pick = (name) => (value) => {
      chosen[name] = value;
      compose();
    };
    function take(next) {
      form = next;
      hidden = new Set(awayIn(form).usual);
      boxes.replaceChildren(partBoxes(form, hidden, compose));
      compose();
    }

    boxes.append(partBoxes(form, hidden, compose));
    compose();
    return [
      formChooser(form, take),
      make("div", { className: "edit-choices" },
        chooser("language", [["", t("edit.readers")], ["en", "English"], ["ko", "한국어"]], chosen.language, pick("language")),
        chooser("theme", [["", t("edit.readers")], ...["light", "dark", "contrast"].map((one) => [one, t(`edit.theme-${one}`)])], chosen.theme, pick("theme")),
        moments ? chooser("moment", [["play", t("edit.plays")], ["stand", t("edit.stands", { step })]], chosen.moment, pick("moment")) : ""),
      make("div", { className: "edited" },
        make("label", { htmlFor: link.id }, t("edit.link")), linkCopy.done, link, make("div", { className: "edited-buttons" }, linkCopy.button, open)),
      frame,
      ...(onlyHere() ? [make("p", { className: "note", "data-testid": "only-here" }, t("edit.only-here"))] : []),
      make("h3", {}, t("edit.shown")),
      boxes,
      ...(strangers.length ? [make("p", { className: "note", "data-testid": "strangers" }, t("edit.strangers", { names: strangers.join(", ") }))] : []),
    ];
  }

  createDialog(element, t("edit.title"), fill);
  element.addEventListener("close", () => {
    if (before === null) root.removeAttribute("data-hide");
    else root.dataset.hide = before;
  });
}
