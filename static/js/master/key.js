/** What the bars of the timeline mean. */
import { make } from "../controls.js";
import { svg } from "../look.js";
import { t } from "../words.js";
import { barOf } from "./bars.js";

const BOX = { left: 1, right: 23, top: 2, height: 12 };
const PIECES = {
  running: { ended: null },
  complete: { ended: "done" },
  pruned: { ended: "pruned" },
  killed: { ended: "killed" },
  resumed: { ended: "done", again: true },
};

/** A list: a piece of bar and its word for each. */
export const keyOf = () => make("ul", { className: "master-key" }, ...Object.entries(PIECES).map(([name, piece]) => make("li", {},
  svg("svg", { "viewBox": "0 0 26 16", "aria-hidden": "true" }, barOf({ number: -1, again: false, ...piece }, BOX, { className: `trial-${name in LOOKS ? LOOKS[name] : name}`, sign: null, label: "", em: 0 })),
  t(`master.key-${name}`))));

/** Of a trial that was killed or taken up the colour is that of how it ends. */
const LOOKS = { killed: "complete", resumed: "complete" };
