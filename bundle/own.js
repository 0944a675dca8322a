// Makes one script of all the modules of each page with a figure: static/vendor/own/NAME.js, and beside them what
// each was made of, so that the server never sends one that is older than its modules.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
const scripts = join(root, "static", "js");
const output = join(root, "static", "vendor", "own");
const PANEL = "import(`./panels/${id}.js`)";

/** The panels of each page by the name of its script: its template names both. */
function pages() {
  const found = {};
  for (const name of readdirSync(join(root, "templates"))) {
    const template = readFileSync(join(root, "templates", name), "utf8");
    const script = /\{% set script = "([\w-]+)" %\}/.exec(template)?.[1];
    if (!script) continue;
    const lists = [...template.matchAll(/\{% set (?:panels|unfolded) = (\[[^\]]*\]) %\}/g)];
    if (!lists.length) throw new Error(`${name} names no panels`);
    found[script] = lists.flatMap(([, list]) => JSON.parse(list));
  }
  return found;
}

/** A page mounts its own panels only, and what a module finds by its own address lies beside the script that holds it. */
const inOne = (panels) => ({
  name: "in-one",
  setup(bundle) {
    bundle.onLoad({ filter: /\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      if (path === join(scripts, "mounting.js")) {
        if (!contents.includes(PANEL)) throw new Error(`mounting.js has no ${PANEL} to write out`);
        const table = panels.map((id) => `"${id}": () => import("./panels/${id}.js")`);
        contents = contents.replace(PANEL, `({ ${table.join(", ")} })[id]()`);
      }
      const beside = (_, address) => `new URL("./${relative(scripts, join(dirname(path), address))}", import.meta.url)`;
      return { contents: contents.replace(/new URL\("(\.[^"]+)", import\.meta\.url\)/g, beside) };
    });
  },
});

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const madeOf = {};
for (const [script, panels] of Object.entries(pages())) {
  const { metafile, outputFiles: [{ contents }] } = await build({
    entryPoints: [join(scripts, `${script}.js`)],
    absWorkingDir: join(root, "static"),
    bundle: true,
    charset: "utf8",
    format: "esm",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    minify: true,
    plugins: [inOne(panels)],
    target: "es2022",
    write: false,
  });
  writeFileSync(join(output, `${script}.js`), contents);
  const digest = (name) => createHash("sha256").update(readFileSync(join(root, "static", name))).digest("hex");
  madeOf[`js/${script}.js`] = Object.fromEntries(Object.keys(metafile.inputs).sort().map((name) => [name, digest(name)]));
}
// Last: without it none of them is used.
writeFileSync(join(output, "made-of.json"), JSON.stringify(madeOf));
console.log(`One script for each of ${Object.keys(madeOf).length} pages.`);
