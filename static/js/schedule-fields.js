/** The part of a run's card that lets numbers change while the race runs. */
import { changed, entry, family, filled, numeric } from "./catalogue.js";
import { choose, controlsOf, iconButton, make } from "./controls.js";
import { nameOf, say, t } from "./words.js";

/** What must be the same for the controls to be kept and only set. */
export function shapeOf(schedules = {}) {
  return Object.entries(schedules).map(([name, { kind }]) => `${name}=${kind}`).join(";");
}

/**
 * @param declared the optimizer's entry
 * @param change (schedules or undefined, settled)
 * @returns {element, set(schedules)}
 */
export function scheduleFields(declared, schedules = {}, change) {
  const settings = numeric(declared);
  let now = schedules;
  const put = (next, settled = true) => change(Object.keys(next).length ? next : undefined, settled);
  const rows = Object.entries(schedules).map(([name, schedule]) => row(name, schedule));
  const free = settings.filter(({ name }) => !(name in schedules));
  const add = make("button", { type: "button", className: "quiet", "data-testid": "add-schedule" }, `+ ${t("schedule.add")}`);
  add.addEventListener("click", () => {
    const usual = family("schedules").find((one) => one.settings.length) ?? family("schedules")[0];
    put({ ...now, [free[0].name]: { kind: usual.kind } });
  });

  function row(name, schedule) {
    const kind = entry("schedules", schedule.kind);
    const which = settings.filter((one) => one.name === name || !(one.name in schedules)).map((one) => [one.name, nameOf(one)]);
    const target = choose(which, name, (next) => put(renamed(now, name, next)), { "aria-label": t("schedule.which"), "data-field": "schedule-target" });
    const kinds = family("schedules").map((one) => [one.kind, say(one.title)]);
    const pick = choose(kinds, schedule.kind, (next) => put({ ...now, [name]: { kind: next } }), { "aria-label": t("schedule.kind"), "data-field": `schedules.${name}` });
    const away = iconButton("close", t("schedule.remove"), () => put(without(now, name)));
    const fields = controlsOf(kind.settings, `schedules.${name}.`, filled(kind, schedule), (setting, value, settled) =>
      put({ ...now, [name]: changed(kind, now[name], setting, value) }, settled),
    );
    const element = make("div", { className: "schedule", "data-testid": "schedule" },
      make("div", { className: "schedule-head" }, target, pick, away),
      make("p", { className: "note" }, say(kind.summary)),
      ...fields.major, ...fields.minor);
    return { name, element, set: (next) => fields.set(filled(kind, next)) };
  }

  return {
    element: make("div", { className: "schedules", "data-part": "schedules" }, ...rows.map(({ element }) => element), free.length ? add : null),
    set(next = {}) {
      now = next;
      for (const { name, set } of rows) set(next[name]);
    },
  };
}

function renamed(schedules, from, to) {
  return Object.fromEntries(Object.entries(schedules).map(([name, schedule]) => [name === from ? to : name, schedule]));
}

function without(schedules, name) {
  return Object.fromEntries(Object.entries(schedules).filter(([other]) => other !== name));
}
