/** A page that plays from the first moment on, unless who reads it wants things still or its link names a moment. */
import { usualView } from "./viewpoint.js";

export const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
export const usualPlay = { ...usualView, playing: !still, ...(still ? { frame: Infinity } : {}), speed: 1 };

/** A moment that a link names is stood at. */
export const standing = (said) => ({ ...said, ...("frame" in said && { playing: false }) });
