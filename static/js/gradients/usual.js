/** What the server printed for the tabs: the studies and the noise of each, and the course's bands of an error. */
import { json } from "../mounting.js";

/** tabs: {tab: {studies: kinds, the usual one first, noise: a kind, kink: {surface, start}, facts}}; bands, from the worst on: [{name, above, title}] */
export const { tabs, bands } = json("usual");

/** The facts of a study that are not in the table of the tab Check; null for all. */
export const factsOf = (kind) => (kind === tabs.check.studies[0] ? tabs.check.facts : null);

/** The studies that a tab has. */
export const studiesOf = ({ tab }) => tabs[tab]?.studies ?? [];
