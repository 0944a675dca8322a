/** Numbers as people read, type and slide them. */

const SLIDER = 1000;
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** What was typed, as a number; NaN where it is none. Accepts 1e-3, a real minus sign and stray blanks. */
export function parse(text) {
  const plain = text.trim().replace(/−/g, "-");
  return plain === "" ? NaN : Number(plain);
}

/** A power of ten: 10⁻³. */
export function power(exponent) {
  return "10" + [...String(exponent)].map((sign) => RAISED[sign]).join("");
}

/** A number to read: few digits, a real minus sign, powers of ten for the very small and very large. */
export function pretty(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) return String(Number(value.toPrecision(digits))).replace("-", "−");
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const lead = String(Number(mantissa)).replace("-", "−");
  return (lead === "1" ? "" : `${lead}×`) + power(Number(exponent));
}

/** A number as it stands in a box: a power of ten where the zeros would not fit. */
export function boxed(value) {
  const plain = String(value);
  return plain.length > 6 ? [plain, value.toExponential()].sort((a, b) => a.length - b.length)[0] : plain;
}

/** Where a value stands on a slider of 0..1000. */
export function toSlider(setting, value) {
  const { low, high } = setting;
  const share = setting.log
    ? Math.log(Math.max(value, Number.MIN_VALUE) / low) / Math.log(high / low)
    : (value - low) / (high - low);
  return Math.round(SLIDER * Math.min(1, Math.max(0, share)));
}

/** The value a slider position means: three digits on a logarithmic range, a round step on a linear one. */
export function fromSlider(setting, position) {
  const { low, high } = setting;
  if (position <= 0) return low;
  if (position >= SLIDER) return high;
  const share = position / SLIDER;
  const exact = setting.log ? low * (high / low) ** share : low + share * (high - low);
  if (setting.type === "whole") return Math.round(exact);
  if (setting.log) return Number(exact.toPrecision(3));
  const digits = Math.max(0, -Math.floor(Math.log10((high - low) / 200)));
  return Number(exact.toFixed(Math.min(digits, 20)));
}

/** Why a typed number cannot be taken, as a key and its values; null where it can. */
export function fault(setting, value) {
  if (!Number.isFinite(value)) return { key: "field.not-a-number" };
  if (setting.type === "whole" && !Number.isInteger(value)) return { key: "field.not-whole" };
  if (value < setting.minimum || value > setting.maximum) {
    return { key: "field.out-of-range", low: setting.minimum, high: setting.maximum };
  }
  return null;
}
