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

/**
 * What is not there where the page is shown as `how` ("lecture", "embed" or null): {usual, never}, names of parts. A link
 * that says what to hide brings the usual back, never the others.
 */
export function awayIn(how) {
  const frame = document.querySelector("[data-folded]");
  const sheets = [...document.adoptedStyleSheets];
  const names = ["lecture", "embed", "hide"];
  const before = names.map(worn);
  const put = (name, value) => (value === null ? root.removeAttribute(`data-${name}`) : root.setAttribute(`data-${name}`, value));
  const isAway = (one) => getComputedStyle(one).display === "none";
  const away = () => [...parts()].filter(([, all]) => all.every(isAway)).map(([name]) => name);
  // All is put back before anything is painted.
  document.adoptedStyleSheets = [];
  frame?.removeAttribute("data-folded");
  for (const name of names) put(name, name === how ? "1" : null);
  const now = away();
  put("hide", "");
  const never = away();
  names.forEach((name, i) => put(name, before[i]));
  frame?.setAttribute("data-folded", "");
  document.adoptedStyleSheets = sheets;
  return { usual: now.filter((name) => !never.includes(name)), never };
}
