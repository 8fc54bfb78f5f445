// Bundles the page's JavaScript glue into www/vendor/: editor.js, one ES module; what it loads later, in modules of their
// own in late/ with names that change with what is in them; and THIRD-PARTY.txt, the licences of what is inside.
// Trunk runs it before each build; a file is written only when it has changed.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vendor = path.join(root, "vendor");
const late = path.join(vendor, "late");

const result = await build({
  absWorkingDir: root,
  entryPoints: ["src/editor.js"],
  outdir: "vendor",
  chunkNames: "late/[name]-[hash]",
  splitting: true,
  loader: { ".css": "text" },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  metafile: true,
  write: false,
  logLevel: "warning",
});

await mkdir(late, { recursive: true });
for (const file of result.outputFiles) await writeIfChanged(file.path, file.text);
await forget(late, result.outputFiles.map((file) => file.path));
await writeIfChanged(path.join(vendor, "THIRD-PARTY.txt"), await licences(result.metafile));

async function writeIfChanged(file, text) {
  const before = await readFile(file, "utf8").catch(() => null);
  if (before !== text) await writeFile(file, text);
}

// Modules of builds before this one.
async function forget(folder, but) {
  const files = (await readdir(folder)).map((name) => path.join(folder, name));
  await Promise.all(files.filter((file) => !but.includes(file)).map((file) => rm(file)));
}

async function licences(metafile) {
  const sections = await Promise.all(packagesIn(metafile).map(section));
  return [...sections, await kubernetes()].join("\n\n");
}

// What the API says of its fields, in the engine (openapi/build.rs).
async function kubernetes() {
  const text = await readFile(path.join(root, "..", "LICENSE-APACHE"), "utf8");
  const name = "Kubernetes v1.36, the descriptions of the API's fields";
  return `${name}\n${"=".repeat(40)}\nCopyright The Kubernetes Authors.\n\n${text.trim()}\n`;
}

function packagesIn(metafile) {
  const names = Object.keys(metafile.inputs)
    .map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter(Boolean);
  return [...new Set(names)].sort();
}

async function section(name) {
  const folder = path.join(root, "node_modules", name);
  const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(path.join(folder, file), "utf8") : `Licence: ${about.license}`;
  return `${name} ${about.version}\n${"=".repeat(40)}\n${text.trim()}\n`;
}
