/** From a study of a surface to the race on it. */
import { entry } from "../catalogue.js";
import { lead, whole } from "../leading.js";

/** The surface that has the settings of a study; null where there is none. */
function surfaceOf(study) {
  const kind = study && entry("studies", study.kind).surface;
  if (!kind) return null;
  const known = entry("surfaces", kind).settings.filter(({ name }) => name in study);
  return { kind, ...Object.fromEntries(known.map(({ name }) => [name, study[name]])) };
}

/** @param link an anchor, hidden while the study that is shown is not of a surface */
export function startRacing(store, link) {
  const show = () => (link.hidden = !surfaceOf(store.spec.study));
  lead(link, () => {
    const { tab: _tab, ...spec } = store.spec;
    return whole({ ...spec, surface: surfaceOf(spec.study), start: null });
  });
  show();
  store.on("spec", show);
}
