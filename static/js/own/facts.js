/** What a recording's plane holds of its path, in sentences. */
import { heightAt, lossOf } from "../arrays.js";
import { pretty } from "../numbers.js";
import { t } from "../words.js";

const percent = (share) => `${pretty(100 * share, 3)} %`;

/** @returns sentences about the plane that is shown: that of the file, or, with `main`, that of the two main directions */
export function factsOf({ told }, grid, path, main) {
  const { own, plane } = told;
  const said = [];
  if (grid && !main) said.push(t("own.from-to", { least: pretty(plane.least.loss, 3), most: pretty(plane.most, 3), x: pretty(plane.least.at[0], 3), y: pretty(plane.least.at[1], 3) }));
  if (main) said.push(t("own.main-holds", { share: percent(own.share), first: percent(own.parts[0]), second: percent(own.parts[1]) }));
  else if (Number.isFinite(path?.share)) {
    said.push(t("own.holds", { share: percent(path.share) }));
    if (own) said.push(t("own.best", { share: percent(own.share) }));
  }
  if (!path) return said;
  if (path.away) said.push(t("own.leaves", { away: pretty(Math.max(...path.away), 3), long: pretty(Math.hypot(path.x[0], path.y[0], path.away[0]), 3) }));
  else said.push(t("own.leaves-unknown"));
  const [true0] = told.curves.train_loss;
  const there = grid && !main ? lossOf(grid, heightAt(grid, path.x[0], path.y[0])) : NaN;
  if (Number.isFinite(there) && path.x.length === told.epochs + 1) said.push(t("own.beneath", { plane: pretty(there, 3), loss: pretty(true0, 3) }));
  return said;
}
