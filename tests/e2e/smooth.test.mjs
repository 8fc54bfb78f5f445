// The page stays smooth while a thousand pods start. The aim is that no task takes longer than 50 ms. Two cores without a
// GPU lay out and paint a thousand cells in 35 to 50 ms and have other work between, so what is held to here is a bound above
// that: few tasks beyond the aim, and none twice as long.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const BIG = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: big
spec:
  replicas: 1000
  selector:
    matchLabels: {app: big}
  template:
    metadata:
      labels: {app: big}
    spec:
      containers:
      - name: web
        image: nginx:1.27
`;

async function watchTasks(page) {
  await page.evaluate(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longTasks.push(Math.round(entry.duration));
    }).observe({ entryTypes: ["longtask"] });
  });
}

// A machine that does something else at the wrong moment makes one task long in one run; what the page does itself is
// long in every run. So there are three, and one of them has to be without.
const RUNS = 3;
const MOST = 5;
const LONGEST_MS = 100;

test("a thousand pods start without many long tasks, and none twice as long as they should be", async (t) => {
  const seen = [];
  for (let run = 0; run < RUNS; run += 1) {
    const longTasks = await start(t);
    t.diagnostic(`run ${run + 1}: tasks over 50 ms: ${longTasks}`);
    if (longTasks.length <= MOST && longTasks.every((ms) => ms <= LONGEST_MS)) return;
    seen.push(longTasks);
  }
  assert.fail(`more than ${MOST} tasks over 50 ms, or one over ${LONGEST_MS} ms, in every run: ${JSON.stringify(seen)}`);
});

async function start(t) {
  const { page, cluster, browser } = await withCluster(t, { hash: "example=web&preset=workers-12&speed=10" });
  await page.waitForTimeout(500);
  await watchTasks(page);
  await cluster.apply(BIG);
  await cluster.play();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="pod-card"]').length >= 1000, null, {
    timeout: 120_000,
    // Counting them at every animation frame would be work of the test's own in each of the page's frames.
    polling: 300,
  });
  await page.waitForTimeout(1000);
  const longTasks = await page.evaluate(() => window.longTasks);
  await shot(page, "thousand-pods");
  await browser.close();
  return longTasks;
}
