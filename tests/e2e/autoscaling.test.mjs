// The autoscaling lab of the course notes: two pods grow under load, and shrink only five minutes after it ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, until, withCluster } from "./lib/cluster.mjs";

const replicas = (frame) => frame.workloads.find((one) => one.reference.kind === "Deployment").desired;

test("grows under load, shrinks five minutes after it, in seconds at 1000x", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=autoscaling" });
  await cluster.setSpeed(1000);
  const began = Date.now();
  await cluster.play();
  await page.waitForFunction(() => window.kubarium.session.now() > 600e6, null, { timeout: 20_000 });
  await cluster.pause();
  assert.ok(Date.now() - began < 20_000);
  const grown = replicas(await cluster.frame());
  assert.ok(grown > 2, `${grown} replicas under load`);

  await page.getByTestId("tab-autoscaling").click();
  const card = page.getByTestId("hpa");
  assert.equal(await card.getAttribute("data-desired"), String(grown));
  assert.ok((await page.getByTestId("hpa-why").locator("li").count()) > 0, "the arithmetic is there");

  await page.getByTestId("tab-services").click();
  await page.getByTestId("load").focus();
  await page.keyboard.press("Home");
  const stopped = await cluster.now();
  await cluster.advanceTo(stopped + 240 * SECOND);
  assert.equal(replicas(await cluster.frame()), grown, "four minutes later nothing has shrunk");
  await until(cluster, (frame) => replicas(frame) === 2, { stepUs: 15 * SECOND, limitUs: stopped + 900 * SECOND });
});
