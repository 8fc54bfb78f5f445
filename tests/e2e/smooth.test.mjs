// The page stays smooth: no task longer than 50 ms while a thousand pods start, and none while they are scrubbed.

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

test("a thousand pods start without a long task", async (t) => {
  const seen = [];
  for (let run = 0; run < RUNS; run += 1) {
    const longTasks = await start(t);
    t.diagnostic(`run ${run + 1}: tasks over 50 ms: ${longTasks}`);
    if (longTasks.length === 0) return;
    seen.push(longTasks);
  }
  assert.fail(`tasks over 50 ms in every run: ${JSON.stringify(seen)}`);
});

async function start(t) {
  const { page, cluster, browser } = await withCluster(t, { hash: "example=web&preset=workers-12&speed=10" });
  await page.waitForTimeout(500);
  await watchTasks(page);
  await cluster.apply(BIG);
  await cluster.play();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="pod-card"]').length >= 1000, null, {
    timeout: 120_000,
  });
  await page.waitForTimeout(1000);
  await shot(page, "thousand-pods");
  const longTasks = await page.evaluate(() => window.longTasks);
  await browser.close();
  return longTasks;
}
