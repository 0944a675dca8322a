/** The text of a lesson: reading on moves the figure, and moving on brings the text into sight. */

const READ = 0.32; // how far down the part of the screen that holds text a reader looks
const SETTLED = 160; // milliseconds a scroll must rest before its step is shown: a text may be leafed through

const ARRIVAL = 1000; // and after so long nothing brings it any more, though nothing had to move

/** @param column the text with its pager @param text what scrolls */
export function startReading(column, text, guide) {
  const articles = [...text.querySelectorAll("[data-step]")];
  const dots = [...column.querySelectorAll(".dots a")];
  const [back] = column.querySelectorAll(".pager button");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const paged = () => getComputedStyle(text).getPropertyValue("--paged").trim() === "1";
  const rolled = () => getComputedStyle(text).overflowY === "visible"; // on a phone the page scrolls, and not the text
  let timer = 0;
  let led = true; // the text is being brought to a step, not read: on arrival by the browser, to the step of the address

  function show() {
    articles.forEach((article, i) => article.toggleAttribute("data-current", i === guide.current));
    dots.forEach((dot, i) => (i === guide.current ? dot.setAttribute("aria-current", "step") : dot.removeAttribute("aria-current")));
    text.toggleAttribute("data-last", guide.current === articles.length - 1);
    back.disabled = guide.current === 0;
  }

  /** The step under the reader's eye. */
  function read() {
    const { top, height } = text.getBoundingClientRect();
    const line = top + READ * height;
    const passed = articles.findLastIndex((article) => article.getBoundingClientRect().top <= line);
    return Math.max(0, passed);
  }

  text.addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!led && !paged() && read() !== guide.current) guide.enter(read());
      led = false;
    }, SETTLED);
  }, { passive: true });

  // Whoever scrolls is reading already.
  for (const hand of ["wheel", "touchmove", "pointerdown", "keydown"]) text.addEventListener(hand, () => (led = false), { passive: true });

  function bring(index) {
    guide.enter(index);
    const article = articles[guide.current];
    led = true;
    if (paged() && rolled()) text.scrollIntoView({ block: "start" });
    else if (paged()) text.scrollTo({ top: 0 });
    else text.scrollTo({ top: article.offsetTop - 16, behavior: still.matches ? "auto" : "smooth" });
    timer = setTimeout(() => (led = false), ARRIVAL);
    article.querySelector("h2").focus({ preventScroll: true });
  }

  const glide = (by) => text.scrollBy({ top: by, behavior: still.matches ? "auto" : "smooth" });
  const line = () => parseFloat(getComputedStyle(text).fontSize);
  const room = () => text.scrollHeight - text.clientHeight - text.scrollTop;

  /** Bring a part of a step into sight; whether a press of the clicker was well spent on it. */
  function sight(part) {
    if (!paged() || rolled()) {
      part.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
      return false;
    }
    const seen = text.getBoundingClientRect();
    const { top, bottom } = part.getBoundingClientRect();
    const by = Math.min(bottom - seen.bottom + line(), top - seen.top, room());
    const hidden = by > line();
    if (hidden) glide(by);
    return hidden;
  }

  /** Whether more of the step is out of sight than a press may pass over. */
  const unread = () => paged() && room() >= 2.5 * line();

  /** There, a press reads on before it turns over; false when all of the step has been in sight. */
  function readOn() {
    if (!unread()) return false;
    glide(Math.min(room(), 0.8 * text.clientHeight));
    return true;
  }

  setTimeout(() => (led = false), ARRIVAL);
  Object.assign(guide, { bring, sight, unread, readOn });
  dots.forEach((dot, i) =>
    dot.addEventListener("click", (event) => {
      event.preventDefault();
      bring(i);
    }));
  return {
    show,
    /** Where the browser does not bring the text to its step: after a reload, and on the way back from another page. */
    arrive() {
      if (guide.current && !paged()) text.scrollTop = articles[guide.current].offsetTop - 16;
    },
  };
}
