/** Measures beside the page, which goes on answering: how long this machine takes for n equations in n unknowns. */
import { SIZES, THEORY, matrix, solve } from "../traces/price.js";

const ENOUGH = 3000; // milliseconds for everything
const BATCH = 20; // milliseconds that a coarse clock tells well

/** Milliseconds for `count` solutions. */
function timed(whole, n, count) {
  const spare = new Float64Array(whole.length);
  const right = new Float64Array(n);
  const begun = performance.now();
  for (let i = 0; i < count; i++) {
    spare.set(whole);
    solve(spare, right.fill(1), n);
  }
  return performance.now() - begun;
}

/** {n, count, passed}: as many solutions as a batch needs, and the milliseconds they took. */
function batch(n, count) {
  const whole = matrix(n);
  let passed = timed(whole, n, count);
  while (passed < BATCH) {
    count *= 2;
    passed = timed(whole, n, count);
  }
  return { n, count, passed };
}

const begun = performance.now();
const left = () => ENOUGH - (performance.now() - begun);
const tell = ({ n, count, passed }) => postMessage({ n, seconds: passed / count / 1000 });
const done = [];
for (const n of SIZES) {
  const last = done.at(-1);
  const ahead = last ? (last.passed / last.count) * (n / last.n) ** THEORY : 0;
  if (ahead > left()) break;
  done.push(batch(n, 1));
  tell(done.at(-1));
}
// What time is left goes into measuring all of them again.
for (let i = 0; left() > done[i % done.length].passed; i++) tell(batch(done[i % done.length].n, done[i % done.length].count));
postMessage(null);
