/** What a reader has seen and guessed, kept in this browser and nowhere else. */

const KEY = "ravine-lessons";

/** {slug: {seen: [ids], answers: {id: number, or null where the run was shown without a guess}}} */
export function allRecords() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {}; // storage may be forbidden, or hold something of another's
  }
}

/** The record of one lesson. */
export function createRecord(slug) {
  let { seen = [], answers = {} } = allRecords()[slug] ?? {};

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...allRecords(), [slug]: { seen, answers } }));
    } catch {
      // It holds for this page only.
    }
  }

  return {
    answered: (id) => Object.hasOwn(answers, id),
    answer: (id) => answers[id],
    seen(id) {
      if (seen.includes(id)) return;
      seen = [...seen, id];
      keep();
    },
    guess(id, choice) {
      answers = { ...answers, [id]: choice };
      keep();
    },
    forget(id) {
      const { [id]: _gone, ...rest } = answers;
      answers = rest;
      keep();
    },
    forgetAll() {
      seen = [];
      answers = {};
      keep();
    },
  };
}
