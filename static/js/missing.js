/* A classic script that needs no other: where a module does not come the page stands still for ever, and a browser does not ask
   for it again. It is said, and the page is loaded once more as soon as the server answers: what was set is in the link. */
(() => {
  const { words, press } = document.currentScript.dataset;
  const address = document.currentScript.src;
  const KEY = "ravine-reloaded";
  const SELDOM = 60_000; // milliseconds within which it does not load itself twice: the part may be gone for good
  const SLOW = 15_000; // milliseconds without anything that comes, after which a page that is not ready is said not to be
  let line = null;

  function say(slow) {
    if (line && !slow) delete line.dataset.slow;
    if (line) return;
    line = document.createElement("p");
    const button = document.createElement("button");
    line.className = "unfinished";
    line.role = "alert";
    line.dataset.testid = "unfinished";
    if (slow) line.dataset.slow = ""; // it goes by itself where the page is ready after all
    button.type = "button";
    button.className = "quiet";
    button.textContent = press;
    button.addEventListener("click", () => location.reload());
    line.append(words, " ", button);
    document.body.append(line);
  }

  /** Whether the page may load itself again, which is noted. */
  function once() {
    try {
      const before = Number(sessionStorage.getItem(KEY));
      if (Date.now() - before < SELDOM) return false;
      sessionStorage.setItem(KEY, String(Date.now()));
      return true;
    } catch {
      return false; // storage may be forbidden, as in a frame
    }
  }

  /** Load the page again once the server has this script: it is asked ever more seldom, not by all of a class in one instant. */
  async function again(wait) {
    await new Promise((done) => setTimeout(done, wait * (0.5 + Math.random() / 2)));
    const answer = document.hidden ? null : await fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (!answer?.ok) again(Math.min(10_000, 2 * wait));
    else if (once()) location.reload();
  }

  /** A part is missing. A page that was whole is not left by itself: what was opened in it may be nowhere else. */
  function missing() {
    const known = line && !("slow" in line.dataset);
    say(false);
    if (!known && !("ready" in document.body.dataset)) again(1_000);
  }

  /** A script without its module does not run at all, and says so to nobody else. */
  function failed({ target }) {
    if (target.tagName !== "SCRIPT") return;
    if (document.body) missing();
    else document.addEventListener("DOMContentLoaded", missing, { once: true });
  }

  function watch() {
    if (!document.querySelector("[data-panels]")) return;
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      if (!("ready" in document.body.dataset)) timer = setTimeout(say, SLOW, true);
    };
    new PerformanceObserver(later).observe({ type: "resource" });
    new MutationObserver(later).observe(document.body, { attributeFilter: ["data-ready"] });
    later();
  }

  window.addEventListener("error", failed, true);
  window.addEventListener("load", watch);
  document.addEventListener("missing", missing);
})();
