/** What the server printed for the tabs of gradients: the noise of each, and the course's bands of an error. */
import { entry, filled } from "../catalogue.js";
import { usual } from "../tab-studies.js";

/** tabs: {tab: {studies, noise: a kind, kink: {surface, start}, facts}}; prices: {form: values of the loss}; bands, from the worst on: [{name, above, title}] */
export const { tabs, prices, bands } = usual;

/** The facts of a study that are not in the table of the tab Check; null for all. */
export const factsOf = (kind) => (kind === tabs.check.studies[0] ? tabs.check.facts : null);

/** How many values of the loss a gradient with this noise is made of, on a plane. */
export const priceOf = (noise) => prices[filled(entry("noises", noise.kind), noise).form];
