// The pod of the course notes that is ready late and sick early: its probes, its restarts, its back-off.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, podsOf, until, withCluster } from "./lib/cluster.mjs";

const webapl = (frame) => podsOf(frame).find((pod) => pod.name === "webapl");

test("not ready, ready after its delay, killed by liveness, back-off that grows", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=probes" });
  await until(cluster, (frame) => webapl(frame)?.status === "Running", { limitUs: 30 * SECOND });
  const started = await cluster.now();
  const card = page.locator('[data-testid="pod-card"][data-pod="webapl"]');
  assert.equal(await card.getAttribute("data-ready"), "false");

  await until(cluster, (frame) => webapl(frame).isReady, { limitUs: started + 60 * SECOND });
  const waited = (await cluster.now()) - started;
  assert.ok(waited >= 19 * SECOND && waited <= 30 * SECOND, `ready after ${waited / SECOND} s`);
  await page.locator('[data-testid="pod-card"][data-pod="webapl"][data-ready="true"]').waitFor();

  await until(cluster, (frame) => webapl(frame).restarts >= 1, { limitUs: started + 150 * SECOND });
  await page.locator('[data-testid="pod-card"][data-pod="webapl"][data-restarts="1"]').waitFor();
  await until(cluster, (frame) => webapl(frame).status === "CrashLoopBackOff", { limitUs: 1200 * SECOND });
  await until(cluster, (frame) => webapl(frame).restarts >= 5, { limitUs: 3600 * SECOND });
  const frame = await cluster.frame();
  const event = frame.events.find((event) => event.reason === "Unhealthy" || event.reason === "BackOff");
  assert.ok(event.count > 1, "like events are counted, not repeated");

  const gaps = await restartGaps(cluster, await cluster.now());
  assert.ok(gaps[1] > gaps[0], `the waits grow: ${gaps}`);
});

// How long the pod waited in back-off before its next two starts.
async function restartGaps(cluster, from) {
  const gaps = [];
  for (let round = 0; round < 2; round += 1) {
    const options = { limitUs: from + 3600 * SECOND };
    await until(cluster, (frame) => webapl(frame).status === "CrashLoopBackOff", options);
    const down = await cluster.now();
    await until(cluster, (frame) => webapl(frame).status === "Running", options);
    gaps.push((await cluster.now()) - down);
  }
  return gaps;
}

test("the inspector shows each probe's results over time", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=probes" });
  await cluster.advanceTo(60 * SECOND);
  await page.locator('[data-testid="pod-card"][data-pod="webapl"]').click();
  await page.getByTestId("inspect-probes").click();
  for (const kind of ["readiness", "liveness"]) {
    const line = page.locator(`[data-testid="probe"][data-kind="${kind}"]`);
    assert.ok((await line.locator(".kb-tick").count()) > 2, kind);
  }
  assert.ok((await page.locator(".kb-tick-failed").count()) > 0);
});
