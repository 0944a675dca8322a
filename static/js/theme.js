/* Light, dark, or as the system has it. A classic script in the head, so that no page flashes in the wrong theme. */
(() => {
  const KEY = "ravine-theme";
  const CHOICES = ["auto", "light", "dark"];
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function kept() {
    try {
      return CHOICES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "auto";
    } catch {
      return "auto"; // storage may be forbidden, as in a frame
    }
  }

  let choice = kept();

  function apply() {
    root.dataset.theme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    root.dataset.themeChoice = choice;
    document.dispatchEvent(new CustomEvent("theme"));
  }

  function name(button) {
    button.setAttribute("aria-label", button.dataset[choice]);
    button.title = button.dataset[choice];
  }

  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      name(button);
      button.addEventListener("click", () => {
        choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
        try {
          localStorage.setItem(KEY, choice);
        } catch {
          // It holds for this page only.
        }
        apply();
        name(button);
      });
    }
  });
})();
