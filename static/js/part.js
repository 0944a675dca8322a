/** Parts of the page that are loaded when they are wanted. */

/** What `coming`, an import, comes to; one that does not come never will on this page, which missing.js then says. */
export async function part(coming) {
  try {
    return await coming;
  } catch (error) {
    if (error instanceof TypeError) document.dispatchEvent(new CustomEvent("missing"));
    throw error;
  }
}
