/** What the server printed for the tabs: the studies and the noise of each, and the course's bands of an error. */
import { entry, filled } from "../catalogue.js";
import { json } from "../mounting.js";

/** tabs: {tab: {studies: kinds, the usual one first, noise: a kind, kink: {surface, start}, facts}}; prices: {form: values of the loss}; bands, from the worst on: [{name, above, title}] */
export const { tabs, prices, bands } = json("usual");

/** The facts of a study that are not in the table of the tab Check; null for all. */
export const factsOf = (kind) => (kind === tabs.check.studies[0] ? tabs.check.facts : null);

/** The studies that a tab has. */
export const studiesOf = ({ tab }) => tabs[tab]?.studies ?? [];

/** How many values of the loss a gradient with this noise is made of, on a plane. */
export const priceOf = (noise) => prices[filled(entry("noises", noise.kind), noise).form];
