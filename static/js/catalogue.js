/** What the server can do, as it printed it into the page. */
import { same } from "./setting.js";

const catalogue = JSON.parse(document.getElementById("catalog").textContent);

export const limits = catalogue.limits;

/** What one evaluation costs, in forward passes: {value, grad, hess}. */
export const passes = catalogue.passes;

/** Everything of one family: "surfaces", "optimizers", "schedules", "noises" or, on pages that have them, "studies". */
export function family(name) {
  return catalogue[name];
}

/** One entry of a family, or undefined. */
export function entry(name, kind) {
  return catalogue[name].find((one) => one.kind === kind);
}

/** The settings of an entry with `chosen` over their defaults. */
export function filled(declared, chosen) {
  const values = {};
  for (const setting of declared.settings) values[setting.name] = chosen[setting.name] ?? setting.default;
  return values;
}

/** `chosen` with one setting changed; a default is left out, so that links stay short. */
export function changed(declared, chosen, name, value) {
  const next = { ...chosen, [name]: value };
  if (same(value, declared.settings.find((setting) => setting.name === name).default)) delete next[name];
  return next;
}

/** The settings a schedule may drive. */
export function numeric(declared) {
  return declared.settings.filter((setting) => setting.type === "number" || setting.type === "whole");
}
