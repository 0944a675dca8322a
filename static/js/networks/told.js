/** What is drawn of a training, in words. */
import { pretty } from "../numbers.js";
import { t } from "../words.js";
import { mistakes } from "./confusion.js";
import { at, brokenAt, known } from "./moment.js";
import { held } from "./regions.js";

const DIGITS = 3;
const MOST = 3; // mistakes that are told

export const lossWords = (value) => (known(value) ? pretty(value, DIGITS) : "–");
export const percent = (share) => (known(share) ? `${(100 * share).toFixed(1)} %` : "–");

/** The line below a picture: how good the network is on what it never learnt from. */
export function standing(training, run, epoch) {
  const now = at(training.epochs[run], epoch);
  const broken = brokenAt(training, run);
  if (broken !== null && epoch >= broken) return t("drawn.diverged", { epoch: broken });
  return now ? t("drawn.standing", { accuracy: percent(now.accuracy.validation), loss: lossWords(now.loss.validation) }) : t("drawn.nothing-yet");
}

/** A picture, for those who do not see it. */
export function pictureWords(picture, { name, line, epoch, classes }) {
  const head = t("drawn.picture-of", { name, epoch, line });
  if (!picture) return head;
  if (picture.confusion) return `${head} ${mistakeWords(picture.confusion)}`;
  const { shares, sure } = held(picture, classes);
  const parts = shares.map((share, label) => t("drawn.holds", { label, share: Math.round(100 * share) })).join(", ");
  return `${head} ${t("drawn.regions-are", { parts, sure: Math.round(100 * sure) })}`;
}

/** "most often: 8 taken for 1 (5 times), ..." */
function mistakeWords(matrix) {
  const most = mistakes(matrix).slice(0, MOST);
  if (!most.length) return t("drawn.no-mistakes");
  return t("drawn.mistakes", { list: most.map((one) => t("drawn.mistake", one)).join(", ") });
}

/** How a run stands after an epoch, in one breath. */
export function runWords(training, { index, name }, epoch) {
  const now = at(training.epochs[index], epoch);
  const broken = brokenAt(training, index);
  if (broken !== null && epoch >= broken) return `${name}: ${t("drawn.diverged", { epoch: broken })}`;
  return now ? t("drawn.run-words", { name, train: lossWords(now.loss.train), validation: lossWords(now.loss.validation), accuracy: percent(now.accuracy.validation) }) : "";
}
