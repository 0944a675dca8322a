/** From tab to tab: each has studies of its own, and finds its study again as it was left. */
import { json } from "./mounting.js";

/** What the server printed for the tabs of the page: {tabs: {tab: {studies: kinds, the usual one first, ...}}, ...} */
export const usual = json("usual");

/** The studies that a tab has. */
export const studiesOf = ({ tab }) => usual.tabs[tab]?.studies ?? [];

/** A spec that says which study its tab shows where it does not say so itself; undefined where the tab has none. */
export function withStudy(spec) {
  const kinds = studiesOf(spec);
  const usually = kinds.length ? { kind: kinds[0] } : undefined;
  return { ...spec, study: kinds.includes(spec.study?.kind) ? spec.study : usually };
}

/** A spec as a link has it, on the tab of its study where it names a study of another. */
export function onItsTab(spec) {
  const { study } = spec;
  if (!study || studiesOf(spec).includes(study.kind)) return spec;
  const tab = Object.keys(usual.tabs).find((one) => usual.tabs[one].studies.includes(study.kind));
  return tab ? { ...spec, tab } : spec;
}

/** @returns (tab) that turns to it */
export function createTurning(store) {
  const left = {};
  return (tab) => {
    const { spec } = store;
    left[spec.tab] = spec.study;
    store.put("spec", { tab, study: left[tab] });
  };
}
