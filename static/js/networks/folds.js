/** On a phone what is changed less often is folded away, until the server refuses something of it; elsewhere all is open. */
import { NARROW } from "./layout.js";

/** @param folds elements of <details> */
export function foldOnPhones(folds, store) {
  const put = (open) => folds.forEach((fold) => (fold.open = open));
  const turn = () => put(!NARROW.matches);
  NARROW.addEventListener("change", turn);
  store.on("data", ({ training }, patch) => "training" in patch && training?.fault?.field && put(true));
  turn();
}
