// Builds each plotly-*.js beside this file into static/vendor/, which the asset finder prefers to the wheel's file.
import { build } from "esbuild";
import { readFileSync, readdirSync, statSync } from "node:fs";
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

for (const entry of readdirSync(here).filter((name) => /^plotly-.*\.js$/.test(name))) {
  const outfile = join(output, entry);
  await build({
    entryPoints: [join(here, entry)],
    outfile,
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "RavinePlotly",
    // Works as a classic script and through import(): neither may rely on a global `var`.
    footer: { js: "window.Plotly=RavinePlotly.default;" },
    banner: { js: licence },
    legalComments: "eof",
    define: { global: "window" },
    loader: { ".css": "empty" }, // of maps, which no page has
    target: "es2020",
    logLevel: "warning",
    plugins: [lean],
  });
  const gzipped = gzipSync(readFileSync(outfile), { level: 9 }).length;
  console.log(`${entry}: ${kilobytes(statSync(outfile).size)}, ${kilobytes(gzipped)} gzipped`);
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}
