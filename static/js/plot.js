/** The one module that knows Plotly: it draws what stands still, and nothing during playback. */

const arriving = new Map(); // addresses that were asked for
const missed = new Map(); // how often each did not come

/** Ask for something once; what did not come may be asked for again: a browser does so under another name only. */
function once(address, ask) {
  if (!arriving.has(address)) {
    const misses = missed.get(address) ?? 0;
    const coming = ask(misses ? `${address}?again=${misses}` : address);
    arriving.set(address, coming);
    coming.catch(() => {
      missed.set(address, misses + 1);
      arriving.delete(address);
    });
  }
  return arriving.get(address);
}

/**
 * Load plotly.js and its sheet. The addresses are on the element that wants them: `data-script`, `data-sheet`, and in
 * `data-more` the part that only some figures need.
 */
async function plotly({ dataset }) {
  try {
    await once(dataset.sheet, sheet);
    await once(dataset.script, script);
    if (dataset.more) await once(dataset.more, script);
  } catch {
    throw new Error("plotly.js did not load");
  }
  return window.Plotly;
}

const script = (address) => import(new URL(address, document.baseURI).href);

function sheet(address) {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    // Under this id plotly.js takes the sheet for its own and writes none, which the CSP would refuse.
    link.id = "plotly.js-style-global";
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}

/** What Plotly is still busy with, by element: a figure that is taken away meanwhile would fail in its hands. */
const busy = new WeakMap();

function doing(element, work) {
  const done = Promise.resolve(work);
  busy.set(element, done.catch(() => {}));
  return done;
}

/** Draw a figure {data, layout, config}; resolves when it is on the page. */
export async function draw(element, figure) {
  const Plotly = await plotly(element);
  await doing(element, Plotly.react(element, figure.data, figure.layout, figure.config));
}

/** Look at a figure in space from elsewhere; nothing else of it changes. */
export function turn(element, camera) {
  doing(element, window.Plotly.relayout(element, { "scene.camera": camera }));
}

/** Take the figure away, once Plotly is done with it. */
export async function clear(element) {
  await busy.get(element);
  window.Plotly?.purge(element);
}

/** A figure {data, layout} that never comes onto the page, as a data: address of a PNG or SVG. */
export async function imageOf(element, figure, format, scale = 1) {
  const Plotly = await plotly(element);
  const { width, height } = figure.layout;
  return Plotly.toImage(figure, { format, width, height, scale });
}
