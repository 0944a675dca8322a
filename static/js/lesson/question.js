/** Predictions: the run stays hidden until a choice is made or the lecturer skips; then the run; then why. */
import { make } from "../controls.js";
import { endOf } from "../player.js";
import { t } from "../words.js";

/** What may not be touched or seen while a question is open. */
const VEILED = ["places", "player", "chart", "study", "instrument", "loss", "results", "here", "settings"];

/** @param main the page @param guide which step is shown */
export function startQuestions(main, store, guide) {
  const { record } = guide;
  const frame = main.querySelector(".frame");
  const articles = [...main.querySelectorAll("[data-step]")];
  const asked = articles.map((article, i) => createQuestion(article, guide.steps[i]));
  guide.steps.forEach((step, i) => (step.asks = Boolean(asked[i])));
  main.toggleAttribute("data-live", true);

  function createQuestion(article, { id }) {
    const form = article.querySelector(".predict");
    if (!form) return null;
    const why = article.querySelector(".why");
    const choices = [...form.querySelectorAll("[data-choice]")];
    const verdict = form.querySelector(".verdict");
    const skip = form.querySelector("[data-skip]");
    const again = make("button", { type: "button", className: "quiet", hidden: true, "data-testid": "ask-again" }, t("lesson.again"));
    const reason = make("button", { type: "button", className: "quiet", hidden: true, "data-testid": "why-now" }, t("lesson.why-now"));
    skip.after(reason, again);
    const right = Number(form.dataset.answer);
    const open = () => !record.answered(id);
    let told = !open();

    function show() {
      const answered = !open();
      const guess = record.answer(id);
      form.toggleAttribute("data-told", told);
      for (const [i, button] of choices.entries()) {
        button.disabled = answered;
        button.setAttribute("aria-pressed", String(answered && guess === i));
        button.toggleAttribute("data-right", told && i === right);
      }
      skip.hidden = answered;
      again.hidden = !told;
      reason.hidden = !answered || told;
      why.hidden = !told;
      const how = guess === null ? "shown" : guess === right ? "right" : "wrong";
      verdict.textContent = !answered ? "" : t(`lesson.${told ? how : "watch"}`);
    }

    function tell() {
      if (open() || told) return;
      told = true;
      show();
      guide.sight(why);
      guide.told();
    }

    function choose(guess) {
      if (!open() || guess >= choices.length) return;
      record.guess(id, guess);
      show();
      unveil();
    }

    choices.forEach((button, i) => button.addEventListener("click", () => choose(i)));
    skip.addEventListener("click", () => choose(null));
    reason.addEventListener("click", tell);
    again.addEventListener("click", () => {
      record.forget(id);
      told = false;
      show();
      guide.back();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    show();
    return { choose, tell, show, open, told: () => told, choices: form.querySelector(".choices") };
  }

  function veil() {
    const hidden = guide.waits();
    frame.toggleAttribute("data-veiled", hidden);
    for (const id of VEILED) document.getElementById(id).inert = hidden;
  }

  function unveil() {
    veil();
    guide.reveal();
    if ("at" in guide.steps[guide.current].view) current().tell(); // a still has no end to wait for
  }

  const current = () => asked[guide.current];
  guide.on("enter", veil);
  /** The reason comes when the run has been seen to its end. */
  function seen() {
    const { race } = store.data;
    const { playing, frame: at } = store.view;
    if (!playing && !guide.waits() && race?.ended && at >= endOf(race)) current()?.tell();
  }
  store.on("view", seen);
  store.on("data", (_data, patch) => "race" in patch && seen());
  document.getElementById("forget").addEventListener("click", () => {
    record.forgetAll();
    location.reload();
  });

  return {
    /** One press further: the whole question, the run, then why; false when there is nothing left to show but the next step. */
    further() {
      const question = current();
      if (!question || question.told()) return false;
      if (!question.open()) question.tell();
      else if (!guide.sight(question.choices)) question.choose(null);
      return true;
    },
    /** Whether nothing of the step's question is left to come. */
    over: () => current()?.told() ?? true,
    answer: (number) => current()?.choose(number),
  };
}
