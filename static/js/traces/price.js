/** What one Newton step costs: n equations in n unknowns to solve, and n x n numbers to keep. */
import { slopeOf } from "./fit.js";

/** Unknowns that are measured: twice as many in two steps. */
export const SIZES = [50, 71, 100, 141, 200, 283, 400, 566, 800];
export const THEORY = 3; // the power of n that a solution takes
const LARGE = 100; // unknowns from which the power shows
const NUMBER = 4; // bytes of a number in single precision

/** A symmetric positive definite matrix, row by row, the same every time: its diagonal outweighs every row. */
export function matrix(n) {
  const a = new Float64Array(n * n);
  let state = 1;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      a[i * n + j] = a[j * n + i] = state / 2 ** 32;
    }
    a[i * n + i] = n;
  }
  return a;
}

/** The solution of A x = b by Cholesky's factors; `a` (n x n, symmetric positive definite) is used up, and `b` becomes x. */
export function solve(a, b, n) {
  for (let j = 0; j < n; j++) {
    const rj = j * n;
    let rest = a[rj + j];
    for (let k = 0; k < j; k++) rest -= a[rj + k] * a[rj + k];
    const root = Math.sqrt(rest);
    a[rj + j] = root;
    for (let i = j + 1; i < n; i++) {
      const ri = i * n;
      let sum = a[ri + j];
      for (let k = 0; k < j; k++) sum -= a[ri + k] * a[rj + k];
      a[ri + j] = sum / root;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
  return b;
}

/** Times [{n, seconds}] with one more, by n: the fastest of each counts, for whatever else the machine did made it slower. */
export function faster(measured, { n, seconds }) {
  const before = measured.find((one) => one.n === n)?.seconds ?? Infinity;
  const others = measured.filter((one) => one.n !== n);
  return [...others, { n, seconds: Math.min(before, seconds) }].sort((one, other) => one.n - other.n);
}

/** The power of n with which measured times [{n, seconds}] grow; NaN while too few are known. */
export function exponent(measured) {
  const points = measured.filter(({ n }) => n >= LARGE).map(({ n, seconds }) => [Math.log(n), Math.log(seconds)]);
  return points.length > 2 ? slopeOf(points) : NaN;
}

/** The seconds that n unknowns would take: from the largest that were measured on, by theory. */
export function lasting(measured, n) {
  const last = measured.at(-1);
  return last ? last.seconds * (n / last.n) ** THEORY : NaN;
}

/** Bytes of an n x n Hessian, and of a gradient. */
export const hessianBytes = (n) => NUMBER * n * n;
export const gradientBytes = (n) => NUMBER * n;

/** Each unit with how many of it are still said: a million parameters are known to need 3725 GiB. */
const BYTES = [["B", 1024], ["KiB", 1024], ["MiB", 1024], ["GiB", 10_000], ["TiB", 10_000], ["PiB", 10_000], ["EiB", Infinity]];
const SECONDS = [["us", 1e-6, 1e3], ["ms", 1e-3, 1e3], ["s", 1, 120], ["min", 60, 120], ["h", 3600, 48], ["d", 86400, 1000], ["y", 31557600, Infinity]];

/** Bytes as {value, unit}. */
export function inBytes(bytes) {
  const power = BYTES.findIndex(([, most], i) => bytes < most * 1024 ** i);
  return { value: bytes / 1024 ** power, unit: BYTES[power][0] };
}

/** Seconds as {value, unit}, where the unit is one of us, ms, s, min, h, d, y. */
export function inTime(seconds) {
  const [unit, size] = SECONDS.find(([, one, most]) => seconds < most * one) ?? SECONDS.at(-1);
  return { value: seconds / size, unit };
}
