// The clock: play, pause, step, scrub, and the same future every time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, until, withCluster } from "./lib/cluster.mjs";

test("scrubbing back shows the earlier state, and playing on gives the same future", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=web" });
  const end = 40 * SECOND;
  await cluster.advanceTo(end);
  const digest = await cluster.digest();
  const cards = () => page.locator('[data-testid="pod-card"]').evaluateAll((all) => all.map((card) => card.outerHTML));
  await page.locator('[data-testid="pod-card"][data-ready="true"]').nth(1).waitFor();
  const before = await cards();

  await cluster.seek(3 * SECOND);
  await page.waitForFunction(() => Number(document.querySelector('[data-testid="clock"]').dataset.us) === 3_000_000);
  assert.equal(await page.locator('[data-testid="pod-card"][data-ready="true"]').count(), 0);
  assert.match(await page.getByTestId("time-note").textContent(), /past/);
  assert.notEqual(await cluster.digest(), digest);

  await cluster.advanceTo(end);
  assert.equal(await cluster.digest(), digest);
  await page.locator('[data-testid="pod-card"][data-ready="true"]').nth(1).waitFor();
  assert.deepEqual((await cards()).map(plain), before.map(plain));
});

// Probe dots and rates depend on the moments the page was drawn at; names, states and counts do not.
function plain(card) {
  return /data-pod="[^"]*" data-status="[^"]*" data-ready="[^"]*" data-restarts="[^"]*"/.exec(card)?.[0] ?? card;
}

test("the rail takes the clock where it is dragged", async (t) => {
  const { page, cluster } = await withCluster(t);
  await cluster.advanceTo(60 * SECOND);
  const rail = await page.getByTestId("scrub").boundingBox();
  await page.mouse.click(rail.x + rail.width / 2, rail.y + rail.height / 2);
  await page.waitForFunction(() => {
    const us = Number(document.querySelector('[data-testid="clock"]').dataset.us);
    return us > 27e6 && us < 33e6;
  });
});

test("play, pause, step and speed", async (t) => {
  const { page, cluster } = await withCluster(t);
  const before = await cluster.now();
  await page.getByTestId("step").click();
  assert.ok((await cluster.now()) > before, "a step goes to the next change");
  await page.getByTestId("speed").selectOption("60");
  await page.getByTestId("play").click();
  await page.waitForFunction((from) => window.kubarium.session.now() > from + 30e6, before);
  await page.getByTestId("play").click();
  const stopped = await cluster.now();
  await page.waitForTimeout(300);
  assert.equal(await cluster.now(), stopped);
});

test("a first visit opens something alive, playing, with a hint", async (t) => {
  const { page, problems } = await withCluster(t, { hash: "", paused: false });
  await page.locator('[data-testid="pod-card"]').first().waitFor({ timeout: 3000 });
  assert.equal(await page.getByTestId("play").getAttribute("data-playing"), "true");
  assert.equal(await page.getByTestId("hint").count(), 1);
  assert.deepEqual(problems, []);
});

test("acting in the past makes a new future", async (t) => {
  const { page, cluster } = await withCluster(t);
  await until(cluster, (frame) => frame.podsReady === 2, { limitUs: 60 * SECOND });
  await cluster.seek(SECOND);
  await page.locator('[data-testid="workload"] button[aria-label*="more"]').click();
  await cluster.advanceTo(60 * SECOND);
  assert.equal((await cluster.frame()).podsReady, 3);
});
