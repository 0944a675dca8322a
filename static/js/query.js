/* What the query of a link wants of the page: ?lecture=1, ?embed=1, ?hide=runs,rules, ?theme=dark, ?pointer=large,
   ?instrument=fog. Each becomes an attribute of <html>. A classic script in the head, so that nothing is painted that goes
   at once. */
(() => {
  const WISHES = {
    lecture: /^1$/,
    embed: /^1$/,
    instrument: /^[a-z]+$/,
    hide: /^[a-z0-9-]*(,[a-z0-9-]+)*$/,
    pointer: /^(large|huge)$/,
    theme: /^(light|dark|contrast)$/,
  };
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  for (const [name, shape] of Object.entries(WISHES)) {
    const value = query.get(name);
    if (value === null || !shape.test(value)) continue;
    if (name === "theme") root.dataset.linkTheme = value;
    else root.dataset[name] = value.replaceAll(",", " ");
  }

  /* What carries data-part with one of the names in data-hide is not there: for the eye, the ear and the Tab key. Nor is
     a column of which nothing is left. The names are the page's own, so no list of them is needed here. */
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  function hide() {
    const parts = (root.dataset.hide ?? "").split(" ").filter(Boolean).map((name) => `[data-part~="${name}"]`);
    const left = `> :not(:is([hidden], ${parts}))`; // something of a column
    const columns = [`:is(.side, .beside):not(:has(${left}))`, `:root:not(:has(.side ${left})) .fold-button`];
    sheet.replaceSync(parts.length ? `${[...parts, ...columns]} { display: none !important; }` : "");
  }
  new MutationObserver(hide).observe(root, { attributes: true, attributeFilter: ["data-hide"] });
  hide();
})();
