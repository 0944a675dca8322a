/**
 * How the page is shown, beside what it shows: lecture, embed, hide, pointer. Each is an attribute of <html>, which style
 * sheets and query.js follow, and is written into the query, so that the link shows the page the same way again.
 */
import { wish } from "./link.js";

const root = document.documentElement;

/** The value, or null: for "hide" the names of parts with spaces between. */
export const worn = (name) => root.getAttribute(`data-${name}`);

/** Change one of them; null takes it off. */
export function wear(name, value) {
  if (value === null) root.removeAttribute(`data-${name}`);
  else root.setAttribute(`data-${name}`, value);
  wish(name, value && value.replaceAll(" ", ","));
  document.dispatchEvent(new CustomEvent("guise"));
}

/** Every part of the page that a link can hide: its name, and the elements that carry it. */
export function parts() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-part]")) {
    for (const name of element.dataset.part.split(" ")) found.set(name, [...(found.get(name) ?? []), element]);
  }
  return found;
}

/** The names that are hidden where the page is shown as lecture or embed and its link does not say what to hide. */
export function hiddenIn(how) {
  const frame = document.querySelector("[data-folded]");
  const sheets = [...document.adoptedStyleSheets];
  const [lecture, embed, hide] = ["lecture", "embed", "hide"].map(worn);
  const away = () => [...parts()].filter(([, all]) => all.every((one) => getComputedStyle(one).display === "none")).map(([name]) => name);
  // All is put back before anything is painted.
  document.adoptedStyleSheets = [];
  frame?.removeAttribute("data-folded");
  ["lecture", "embed", "hide"].forEach((name) => root.removeAttribute(`data-${name}`));
  const always = new Set(away());
  if (how) root.setAttribute(`data-${how}`, "1");
  const found = away().filter((name) => !always.has(name));
  if (how) root.removeAttribute(`data-${how}`);
  for (const [name, value] of Object.entries({ lecture, embed, hide })) if (value !== null) root.setAttribute(`data-${name}`, value);
  frame?.setAttribute("data-folded", "");
  document.adoptedStyleSheets = sheets;
  return found;
}
