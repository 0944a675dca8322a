/** Drawing only what changed: what stays as it is stays where it is, and the browser need not paint it again. */

/** @returns (pieces) that makes them, in their order, all there is of `parent`; one of {key, make} is kept for as long as its key comes again, an element for as long as it does */
export function keeping(parent) {
  let kept = new Map();
  return function show(pieces) {
    const now = new Map(pieces.map((piece) => (piece.make ? [piece.key, kept.get(piece.key) ?? piece.make()] : [piece, piece])));
    for (const [key, element] of kept) if (!now.has(key)) element.remove();
    let at = parent.firstChild;
    for (const element of now.values()) {
      if (element === at) at = at.nextSibling;
      else parent.insertBefore(element, at);
    }
    kept = now;
  };
}

/** @returns (key) whether it is another than before */
export function changing() {
  let before = null;
  return (key) => before !== (before = key);
}

/** What `make` makes of an object is made once; what more it is given is the same each time. */
export function onceFor(make) {
  const made = new WeakMap();
  return (of, ...more) => {
    if (!made.has(of)) made.set(of, make(of, ...more));
    return made.get(of);
  };
}

/** Words that are there already are not written again. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
