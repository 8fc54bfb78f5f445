// The editor by itself, without the page around it: what its handle promises.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shot, withPage } from "./lib/page.mjs";

const YAML = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: 한글\nspec:\n  contaners: []\n";

async function withEditor(t) {
  const opened = await withPage(t, { without: "**/*.wasm" });
  await opened.page.waitForFunction(() => window.kubariumEditor !== undefined);
  await opened.page.evaluate((doc) => {
    document.body.innerHTML = '<div id="editor" style="height: 300px"></div><button id="next">next</button>';
    window.seen = { changes: [], runs: 0 };
    window.editor = window.kubariumEditor.mount(document.getElementById("editor"), {
      doc,
      label: "Manifest",
      onChange: (text) => window.seen.changes.push(text),
      onRun: () => (window.seen.runs += 1),
    });
  }, YAML);
  return opened.page;
}

test("reports what the reader types, and not what the page sets", async (t) => {
  const page = await withEditor(t);
  await page.evaluate(() => window.editor.setDoc("a: 1\n"));
  assert.deepEqual(await page.evaluate(() => window.seen.changes), []);
  await page.getByRole("textbox", { name: "Manifest" }).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("b");
  assert.deepEqual(await page.evaluate(() => window.seen.changes), ["a: 1\nb"]);
});

test("Ctrl-Enter runs, Tab indents, Escape and Tab leave", async (t) => {
  const page = await withEditor(t);
  await page.evaluate(() => window.editor.setDoc(""));
  await page.evaluate(() => window.editor.focus());
  await page.keyboard.press("Control+Enter");
  assert.equal(await page.evaluate(() => window.seen.runs), 1);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => window.editor.getDoc()), "  ");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "next");
});

test("shows an error on its exact range, in the gutter, and in a tooltip with the hint", async (t) => {
  const page = await withEditor(t);
  await page.evaluate(() => {
    window.editor.setTheme("dark");
    const range = { line: 6, column: 3, endColumn: 12 };
    const text = { message: 'unknown field "spec.contaners"', hint: "did you mean containers?" };
    window.editor.setDiagnostics([{ ...range, ...text, severity: "error" }]);
  });
  const mark = page.locator(".cm-lintRange-error");
  assert.equal(await mark.textContent(), "contaners");
  assert.equal(await page.locator(".cm-lint-marker-error").count(), 1);
  await mark.hover();
  await page.locator(".kb-diagnostic").waitFor();
  await shot(page, "editor-error");
  assert.match(await page.locator(".kb-diagnostic").textContent(), /unknown field.*did you mean containers\?/);
});

test("counts columns in characters, and keeps odd places inside the text", async (t) => {
  const page = await withEditor(t);
  await page.evaluate(() => {
    window.editor.setDoc('a: "😀b"\n');
    window.editor.setDiagnostics([
      { line: 1, column: 6, endColumn: 7, message: "the b" },
      { line: 99, column: 99, message: "past the end", severity: "warning" },
    ]);
    window.editor.revealLine(50);
  });
  assert.equal(await page.locator(".cm-lintRange-error").textContent(), "b");
});
