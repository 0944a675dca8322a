/* Light, dark, high contrast, or as the system has it. A classic script in the head, so that no page flashes in the wrong theme. */
(() => {
  const KEY = "ravine-theme";
  const CHOICES = ["auto", "light", "dark", "contrast"];
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const more = matchMedia("(prefers-contrast: more)");

  function kept() {
    try {
      return CHOICES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "auto";
    } catch {
      return "auto"; // storage may be forbidden, as in a frame
    }
  }

  let choice = root.dataset.linkTheme ?? kept();
  let before = "auto"; // what high contrast gives way to

  function name() {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.setAttribute("aria-label", button.dataset[choice]);
      button.title = button.dataset[choice];
    }
  }

  function apply() {
    const scheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    root.dataset.theme = scheme === "dark" ? "dark" : "light";
    root.dataset.contrast = choice === "contrast" || more.matches ? "more" : "usual";
    root.dataset.themeChoice = choice;
    name();
    document.dispatchEvent(new CustomEvent("theme"));
  }

  function choose(next) {
    before = choice === "contrast" ? "auto" : choice;
    choice = next;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // It holds for this page only.
    }
    apply();
  }

  apply();
  dark.addEventListener("change", apply);
  more.addEventListener("change", apply);
  document.addEventListener("contrast", () => choose(choice === "contrast" ? before : "contrast"));
  document.addEventListener("DOMContentLoaded", () => {
    name();
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.addEventListener("click", () => choose(CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length]));
    }
  });
})();
