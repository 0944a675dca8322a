// Builds each plotly-*.js beside this file into static/vendor/, which the asset finder prefers to the wheel's file.
import { build } from "esbuild";
import { readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { lean } from "./lean.js";

const here = import.meta.dirname;
const output = join(here, "..", "static", "vendor");
const { version } = JSON.parse(readFileSync(join(here, "node_modules/plotly.js/package.json")));
const licence = `/**
* plotly.js v${version} (custom bundle)
* Copyright 2012-2026, Plotly, Inc.
* All rights reserved.
* Licensed under the MIT license
*/`;

const common = {
  bundle: true,
  minify: true,
  banner: { js: licence },
  legalComments: "eof",
  define: { global: "window" },
  loader: { ".css": "empty" }, // of maps, which no page has
  target: "es2020",
  logLevel: "warning",
  plugins: [lean],
};

rmSync(output, { recursive: true, force: true });
await build({
  ...common,
  entryPoints: readdirSync(here).filter((name) => /^plotly-.*\.js$/.test(name)).map((name) => join(here, name)),
  outdir: output,
  // One core for all of them, in a file of its own: what comes later weighs only what it adds.
  format: "esm",
  splitting: true,
  chunkNames: "plotly-core",
});
// And one file that stands alone in a page without a server, where a module cannot import another.
await build({ ...common, entryPoints: [join(here, "plotly-2d.js")], outfile: join(output, "plotly-alone.js"), format: "iife" });

for (const name of readdirSync(output)) {
  const file = join(output, name);
  const gzipped = gzipSync(readFileSync(file), { level: 9 }).length;
  console.log(`${name}: ${kilobytes(statSync(file).size)}, ${kilobytes(gzipped)} gzipped`);
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}
