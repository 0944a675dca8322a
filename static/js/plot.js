/** The one module that knows Plotly: it draws what stands still, and nothing during playback. */

let arriving = null;

/** Load plotly.js and its sheet, once. The addresses are on the element that wants them. */
function plotly(element) {
  arriving ??= new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    // Under this id plotly.js takes the sheet for its own and writes none, which the CSP would refuse.
    sheet.id = "plotly.js-style-global";
    sheet.rel = "stylesheet";
    sheet.href = element.dataset.sheet;
    const script = document.createElement("script");
    script.src = element.dataset.script;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      arriving = null;
      reject(new Error("plotly.js did not load"));
    };
    sheet.onload = sheet.onerror = () => document.head.append(script);
    document.head.append(sheet);
  });
  return arriving;
}

/** Draw a figure {data, layout, config}; resolves when it is on the page. */
export async function draw(element, figure) {
  const Plotly = await plotly(element);
  await Plotly.react(element, figure.data, figure.layout, figure.config);
}

/** Take the figure away. */
export function clear(element) {
  window.Plotly?.purge(element);
}
