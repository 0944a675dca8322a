/** The figure of the page of maps. */

export function mount(_element, _store) {
  return () => {};
}
