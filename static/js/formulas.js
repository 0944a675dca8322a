/** A formula wider than its card scrolls, by keyboard too; one that fits is no stop of the Tab key. */

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

for (const formula of document.querySelectorAll(".formula")) watcher.observe(formula);
