// Opens the built page in Chromium with a fresh profile. `withPage(t, options)` gives a test its own server, browser and
// page, and closes them when the test ends; what matches `without` is not loaded; `problems` collects what a reader would find in the console as errors.
// `shot(page, name)` keeps a picture in tests/e2e/shots/.

import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const dist = process.env.KUBARIUM_DIST ?? path.join(here, "../../dist");

export async function withPage(t, options = {}) {
  const { path: at = "", viewport = { width: 1280, height: 800 }, without, ...context } = options;
  const server = await serve(dist);
  t.after(() => server.close());
  const browser = await launch();
  t.after(() => browser.close());
  const page = await (await browser.newContext({ viewport, ...context })).newPage();
  const problems = watch(page);
  if (without) await page.route(without, (route) => route.abort());
  await page.goto(server.url + at, { waitUntil: "load" });
  return { page, problems, url: server.url, browser };
}

export async function shot(page, name) {
  const folder = path.join(here, "shots");
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await page.screenshot({ path: file });
  return file;
}

async function launch() {
  const executablePath = process.env.CHROMIUM || usual.find(existsSync);
  if (!executablePath) throw new Error("no Chromium found: set CHROMIUM to the program");
  return chromium.launch({ executablePath, args: await flags() });
}

// The same flags as the wasm tests; Playwright adds --headless by itself.
async function flags() {
  const file = path.join(here, "../browser/webdriver.json");
  const { args } = JSON.parse(await readFile(file, "utf8"))["goog:chromeOptions"];
  return args.filter((flag) => flag !== "--headless");
}

function watch(page) {
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("requestfailed", (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (answer) => {
    if (answer.status() >= 400) problems.push(`${answer.url()}: ${answer.status()}`);
  });
  return problems;
}
