/** The names of searches: part of an address and of a folder, so that they are plain. */

const LONGEST = 40; // characters
const SPELT = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", þ: "th" }; // letters that are no plain one with a mark

/** What a search is called whose name was typed like that: of small letters, digits and single hyphens; "" where nothing of it can be. */
export function plainName(typed) {
  const letters = typed.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßæœøłđþ]/g, (letter) => SPELT[letter]);
  return letters.replace(/[^a-z0-9]+/g, "-").replace(/^-/, "").slice(0, LONGEST).replace(/-$/, "");
}
