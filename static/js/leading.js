/** A link to another page of ours that takes along what is on this one. */

/** @param said () -> what stands behind the # of the link at that moment */
export function lead(link, said) {
  const base = link.getAttribute("href");
  const aim = () => (link.href = `${base}#${said()}`);
  link.addEventListener("pointerdown", aim);
  link.addEventListener("focus", aim);
}
