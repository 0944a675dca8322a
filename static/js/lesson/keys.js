/** The keys of a lesson, a clicker's among them; the table is as in presenter.js. */
import { stepBy, toggle } from "../player.js";

export const LESSON_KEYS = [
  { keys: ["ArrowRight", "PageDown"], does: "on", words: "keys.go-on" },
  { keys: ["ArrowLeft", "PageUp"], does: "back", words: "keys.step-back" },
  { keys: ["1", "2", "3", "4", "5"], does: "answer", words: "keys.answer" },
  { keys: [" "], does: "play", words: "keys.play" },
  { keys: ["."], does: "next", words: "keys.update-on", held: true },
  { keys: [","], does: "before", words: "keys.update-back", held: true },
  { keys: ["r"], does: "return", words: "keys.return" },
  { keys: ["Home"], does: "first", words: "keys.first-step" },
  { keys: ["End"], does: "last", words: "keys.last-step" },
  { keys: ["l"], does: "lecture", words: "keys.lecture" },
  { keys: ["f"], does: "screen", words: "keys.screen" },
  { keys: ["c"], does: "contrast", words: "keys.contrast" },
  { keys: ["?"], does: "help", words: "keys.help" },
  { keys: ["p"], does: "pointer", words: "keys.pointer", lecture: true },
  { keys: ["b"], does: "blank", words: "keys.blank", lecture: true },
  { keys: ["Escape"], does: "leave", words: "keys.leave", lecture: true },
];

/** What those keys do that are the lesson's own. */
export function lessonActions(store, guide, questions) {
  const seen = (act) => () => guide.waits() || act();
  const onwards = () => guide.current + 1 < guide.steps.length && guide.bring(guide.current + 1);
  const on = () => questions.further() || guide.readOn() || onwards();
  const back = () => guide.bring(guide.current - 1);
  return {
    on,
    back,
    answer: (key) => questions.answer(Number(key) - 1),
    play: seen(() => toggle(store)),
    next: seen(() => stepBy(store, 1)),
    before: seen(() => stepBy(store, -1)),
    return: guide.back,
    first: () => guide.bring(0),
    last: () => guide.bring(guide.steps.length - 1),
  };
}
