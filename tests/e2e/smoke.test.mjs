// The page loads: the program starts, and the console has no errors.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shot, withPage } from "./lib/page.mjs";

test("the page loads without errors", async (t) => {
  const { page, problems } = await withPage(t);
  await page.waitForFunction(() => window.wasmBindings !== undefined);
  await shot(page, "smoke");
  assert.deepEqual(problems, []);
});
