/** The list of lessons: how far this browser's reader has come in each. */
import { allRecords } from "./lesson/record.js";
import { t } from "./words.js";

const records = allRecords();
for (const card of document.querySelectorAll(".lesson-card")) {
  const steps = card.dataset.steps.split(" ");
  const seen = steps.filter((id) => records[card.dataset.slug]?.seen?.includes(id));
  if (!seen.length) continue;
  card.querySelector(".lesson-seen").textContent = `· ${t("lessons.seen", { seen: seen.length, count: steps.length })}`;
  card.toggleAttribute("data-done", seen.length === steps.length);
}
