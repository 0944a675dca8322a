/** Links to another page of ours that take along what is on this one. */
import { address } from "./link.js";
import { written } from "./spelling.js";
import { usualView } from "./viewpoint.js";

/** @param said () -> what stands behind the # of the link at that moment */
export function lead(link, said) {
  const base = link.getAttribute("href");
  const aim = () => (link.href = `${base}#${said()}`);
  link.addEventListener("pointerdown", aim);
  link.addEventListener("focus", aim);
}

/** Have the header's link to a page of ours do so as well, once there is something to take along. */
export function leadFromHeader(page, said) {
  lead(document.querySelector(`[data-page="${page}"]`), () => (address().includes("#") ? said() : ""));
}

/** A spec for another page, with nothing left unsaid, no moment and neither study nor search, which few pages have. */
export const whole = ({ study: _study, search: _search, training: _training, watch: _watch, ...spec }) => written(spec, { ...usualView, playing: true }, null);
