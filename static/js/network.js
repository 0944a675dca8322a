/** How networks are built: what is declared of that, what a run of its own has, and how a link says it. */
import { family, filled } from "./catalogue.js";
import { readChoice, writtenChoice } from "./chosen.js";
import { Misspelt, trying } from "./pieces.js";
import { same } from "./setting.js";
import { nameOf, say, t } from "./words.js";

/** What there is to choose of a network. */
export const build = () => family("networks")[0];

/** Every setting of the network of a run: its own, else that of all. */
export const builtOf = ({ training }, { network = {} }) => filled(build(), { ...training.network, ...network });

/** unit=tanh,layers=16_16 @param network settings by name; all of them are said */
export const writtenNetwork = (network) => build().settings.filter(({ name }) => name in network).map((setting) => `${setting.name}=${writtenChoice(setting, network[setting.name])}`).join(",");

/** @param lost where the pieces go that cannot be read: the others are read all the same */
export function readNetwork(text, lost) {
  const network = {};
  for (const piece of text.split(",").filter(Boolean)) {
    trying(lost, piece, () => {
      const at = piece.indexOf("=");
      const setting = build().settings.find(({ name }) => name === piece.slice(0, at));
      if (!setting) throw new Misspelt(piece);
      network[setting.name] = readChoice(setting, piece.slice(at + 1));
    });
  }
  return network;
}

/** A setting of a network with its value in a few words: "sigmoid", "layers 32-32", "no dropout". */
export function inWords(setting, value) {
  const short = (title) => say(title).split(/[:;,(]/)[0].trim();
  if (setting.type === "choice") return short(setting.options.find((option) => option.value === value).title);
  if (setting.type === "switch") return value ? nameOf(setting) : t("networks.without", { name: nameOf(setting) });
  if (setting.type === "counts") return value.length ? t("networks.layers-of", { layers: value.join("-") }) : t("networks.no-layers");
  return `${nameOf(setting)} ${value}`;
}

/** What a run has of its own, as [name, words]. */
export function ownOf({ network = {}, batch }) {
  const settings = build().settings.filter(({ name }) => name in network).map((setting) => [setting.name, inWords(setting, network[setting.name])]);
  return batch ? [...settings, ["batch", t("networks.batch-of", { batch })]] : settings;
}

/** What sets a run apart from others of its optimizer in what it has of its own. */
export function ownInWords(run, twins) {
  if (!run.network && !run.batch) return [];
  return ownOf(run).filter(([name]) => !twins.every((twin) => same(own(twin, name), own(run, name)))).map(([, words]) => words);
}

const own = (run, name) => (name === "batch" ? run.batch : run.network?.[name]);
