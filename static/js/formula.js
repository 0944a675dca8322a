/** MathML that the server made, as elements; a long line as pieces between which the page may break it. */

const SIGNS = new Set(["=", "←", "≈", "+", "−", "-", "≤", "≥", "<", ">", "→", "⇒"]);
const OPEN = new Set(["(", "[", "{", "|", "‖"]);
const CLOSE = new Set([")", "]", "}"]);
const MATHML = "http://www.w3.org/1998/Math/MathML";

/** One formula. The text is the server's own: nothing a person typed is ever in it. */
export function formula(mathml) {
  return document.importNode(new DOMParser().parseFromString(mathml, "text/html").querySelector("math"), true);
}

/** One formula as several, cut before each sign that stands in no bracket. */
export function pieces(mathml) {
  const cut = [];
  let depth = 0;
  for (const part of parts(formula(mathml))) {
    const sign = part.localName === "mo" ? part.textContent.trim() : "";
    if (!cut.length || (depth === 0 && SIGNS.has(sign) && cut.at(-1).childElementCount)) cut.push(document.createElementNS(MATHML, "math"));
    if (OPEN.has(sign) && part.getAttribute("form") !== "postfix") depth += sign === "|" || sign === "‖" ? 0 : 1;
    if (CLOSE.has(sign)) depth -= 1;
    // At the head of a piece it is still the sign between two terms.
    if (SIGNS.has(sign) && cut.length > 1 && !cut.at(-1).childElementCount) part.setAttribute("form", "infix");
    cut.at(-1).append(part);
  }
  return cut;
}

/** What a formula is made of, rows opened that are neither a term nor bracketed. */
function parts(element) {
  return [...element.children].flatMap((child) => {
    const row = child.localName === "mrow" || child.localName === "mstyle";
    const bracketed = OPEN.has(child.firstElementChild?.textContent.trim());
    return row && !child.hasAttribute("data-term") && !bracketed ? parts(child) : [child];
  });
}
