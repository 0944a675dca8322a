// Leaves the parts of plotly's core out that no page of Ravine uses.
import { readFile } from "node:fs/promises";

const unused = ["annotations3d", "updatemenus", "sliders", "rangeslider", "rangeselector"];

export const lean = {
  name: "lean",
  setup(build) {
    build.onLoad({ filter: /plotly\.js[\\/]src[\\/]core\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const part of unused) {
        const line = `require('./components/${part}'),`;
        if (!contents.includes(line)) throw new Error(`plotly's core has no ${part} to leave out`);
        contents = contents.replace(line, "");
      }
      return { contents };
    });
  },
};
