/** Recorded trainings as a table for spreadsheets: a row for each of them and epoch. */
import { unpacked } from "../arrays.js";
import { EXCEL } from "../files.js";

const CURVES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy"];

/** A cell as CSV has it; what begins like a formula is none. */
function cell(value) {
  if (typeof value !== "string") return Number.isFinite(value) ? value : "";
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** @returns the text of a .csv file; gradients in a column for each number of a layer */
export function csvOf(recordings) {
  const deepest = Math.max(0, ...recordings.map(({ told }) => told.gradients?.length ?? 0));
  const layers = Array.from({ length: deepest }, (_, k) => k);
  const head = ["recording", "epoch", ...CURVES, ...layers.map((k) => `gradient_norm_${k + 1}`)];
  const rows = recordings.flatMap(({ name, told }) => {
    const norms = (told.gradients ?? []).map((layer) => unpacked(layer.norms));
    return Array.from({ length: told.epochs + 1 }, (_, epoch) =>
      [name, epoch, ...CURVES.map((curve) => told.curves[curve]?.[epoch]), ...layers.map((k) => norms[k]?.[epoch])]);
  });
  return EXCEL + [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
