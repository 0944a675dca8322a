/** MathML that the server made, as elements. Its text is the server's own: nothing a person typed is ever in it. */

/** The formulas of a text; between those of a line the page may break it. */
export function formulas(mathml) {
  const { body } = new DOMParser().parseFromString(mathml, "text/html");
  const found = [...body.children].map((element) => document.importNode(element, true));
  // At the head of a piece it is still the sign between two terms.
  for (const { firstElementChild: head } of found.slice(1)) if (head?.localName === "mo") head.setAttribute("form", "infix");
  return found;
}

/** The one formula of a text. */
export const formula = (mathml) => formulas(mathml)[0];
