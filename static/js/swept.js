/** The numbers of a race that an axis of a map may be over, and whether a race has those that its map names. */
import { entry, filled, numeric } from "./catalogue.js";
import { inUse } from "./setting.js";

/** Those of one run: [{of, setting, owner}]; the owner is what has the number. */
export function numbersOf({ surface }, { optimizer, schedules = {} }) {
  function all(family, chosen, prefix) {
    const owner = entry(family, chosen.kind);
    const values = filled(owner, chosen);
    return numeric(owner).filter((setting) => inUse(setting, values)).map((setting) => ({ of: prefix + setting.name, setting: around(setting, values[setting.name]), owner }));
  }
  return [
    ...all("optimizers", optimizer, ""),
    ...Object.entries(schedules).flatMap(([name, schedule]) => all("schedules", schedule, `${name}.`)),
    ...all("surfaces", surface, "surface."),
  ];
}

/** The letter of a formula is looked at around the value that it has, as the server has it; other numbers know their range. */
function around(setting, value) {
  if (!setting.used_by) return setting;
  const wide = Math.max(Math.abs(value), 1);
  return { ...setting, low: Math.max(setting.minimum, value - wide), high: Math.min(setting.maximum, value + wide) };
}

/** The axes of its map, "x" and "y", that no run of a spec has, or has together: another surface or run has come. */
export function strays(spec) {
  const { kind, x, y } = spec.map;
  const known = spec.runs.map((run) => new Set(numbersOf(spec, run).map(({ of }) => of)));
  const shared = (...axes) => known.some((has) => axes.every((axis) => has.has(axis.of)));
  const lost = kind !== "basin" && x && !shared(x) ? ["x"] : [];
  const beside = x && !lost.length ? [x] : [];
  if (kind === "sweep" && y && (!shared(y, ...beside) || y.of === beside[0]?.of)) lost.push("y");
  return lost;
}
