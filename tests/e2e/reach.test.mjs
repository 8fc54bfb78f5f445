// Who can use the page: by keyboard alone, in both languages, in both themes, on a phone, and with assistive technology
// (names, landmarks, headings, contrast).

import assert from "node:assert/strict";
import { test } from "node:test";
import { faintText, missingLandmarks, namelessControls, tooWide } from "./lib/checks.mjs";
import { SECOND, until, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const ready = (frame) => frame.podsReady === 2;

test("by keyboard: apply, walk the pods, inspect, delete, leave", async (t) => {
  const { page, cluster } = await withCluster(t);
  await until(cluster, ready, { limitUs: 60 * SECOND });
  await page.locator(".kb-editor .cm-content").focus();
  await page.keyboard.press("Control+Enter");
  await page.getByText("deployment.apps/web unchanged").first().waitFor();

  await page.locator('[data-testid="pod-card"][tabindex="0"]').focus();
  const first = await page.evaluate(() => document.activeElement.dataset.pod);
  await page.keyboard.press("ArrowRight");
  const second = await page.evaluate(() => document.activeElement.dataset.pod);
  assert.ok(second && second !== first, "arrow keys go from pod to pod");
  await page.waitForFunction(() => document.activeElement.tabIndex === 0);
  assert.equal(await page.locator('.kb-nodes [data-testid="pod-card"][tabindex="0"]').count(), 1, "one stop for Tab");

  await page.keyboard.press("Enter");
  const inspector = page.getByTestId("inspector");
  await inspector.waitFor();
  assert.equal(await inspector.getAttribute("data-name"), second);
  await page.getByTestId("delete-pod").focus();
  await page.keyboard.press("Enter");
  await page.getByText(`pod "${second}" deleted`).first().waitFor();
  await page.keyboard.press("Escape");
  await inspector.waitFor({ state: "detached" });
});

test("Alt+P plays and pauses, the menu is worked by arrow keys", async (t) => {
  const { page } = await withCluster(t);
  await page.keyboard.press("Alt+KeyP");
  await page.locator('[data-testid="play"][data-playing="true"]').waitFor();
  await page.keyboard.press("Alt+KeyP");
  await page.locator('[data-testid="play"][data-playing="false"]').waitFor();
  await page.getByTestId("example-menu").focus();
  await page.keyboard.press("Enter");
  await page.locator('[role="menuitemradio"]:focus').waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("pod/webapl created").first().waitFor();
});

test("both languages, remembered", async (t) => {
  const { page, url } = await withCluster(t);
  await page.getByTestId("lang-ko").click();
  await page.getByRole("tab", { name: /노드/ }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ko");
  assert.equal(await page.getByTestId("apply").textContent(), "적용Ctrl ↵");
  await page.goto("about:blank");
  await page.goto(url);
  await page.getByRole("tab", { name: /노드/ }).waitFor();
});

test("important changes are announced, politely", async (t) => {
  const { page } = await withCluster(t, { paused: false, hash: "example=web&speed=10" });
  const said = page.getByTestId("announcer");
  assert.equal(await said.getAttribute("aria-live"), "polite");
  await page.waitForFunction(() => /ready/.test(document.querySelector('[data-testid="announcer"]').textContent));
});

for (const theme of ["light", "dark"]) {
  for (const view of ["nodes", "services", "autoscaling", "scheduler", "terminal"]) {
    test(`${theme}, ${view}: names, landmarks and contrast`, async (t) => {
      const { page, cluster } = await withCluster(t, { hash: `example=autoscaling&theme=${theme}` });
      await cluster.advanceTo(90 * SECOND);
      await page.locator('[data-testid="pod-card"]').first().click();
      await page.getByTestId(`tab-${view}`).click();
      await page.waitForTimeout(600);
      assert.deepEqual(await page.evaluate(namelessControls), []);
      assert.deepEqual(await page.evaluate(missingLandmarks), []);
      assert.deepEqual(await page.evaluate(faintText), []);
    });
  }
}

for (const width of [390, 320]) {
  test(`a phone of ${width} px shows each pane without scrolling sideways`, async (t) => {
    const { page, cluster } = await withCluster(t, { viewport: { width, height: 844 } });
    await until(cluster, ready, { limitUs: 60 * SECOND });
    await page.locator('[data-testid="pod-card"]').first().click();
    for (const pane of ["editor", "cluster", "services", "events", "inspector"]) {
      await page.getByTestId(`pane-${pane}`).click();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), pane);
      const wide = await page.evaluate(tooWide);
      assert.deepEqual(wide, [], pane);
      await shot(page, `phone-${width}-${pane}`);
    }
  });
}
