// A Deployment behind a NodePort Service: two ready pods, and requests that reach both.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, until, withCluster } from "./lib/cluster.mjs";

const allReady = (frame) => frame.podsReady >= 2 && frame.services[0].endpoints.every((one) => one.ready);

test("two pods become ready on nodes, and requests reach both", async (t) => {
  const { page, cluster, problems } = await withCluster(t, { hash: "example=web" });
  await until(cluster, allReady, { limitUs: 60 * SECOND });
  const cards = page.locator('[data-testid="pod-card"][data-ready="true"]');
  await cards.nth(1).waitFor();
  assert.equal(await cards.count(), 2);
  const nodes = await cards.evaluateAll((all) => all.map((card) => card.dataset.node));
  assert.equal(new Set(nodes).size, 2, "the scheduler spreads them");

  await cluster.advanceTo((await cluster.now()) + 5 * SECOND);
  await page.getByTestId("tab-services").click();
  const endpoints = page.locator('[data-testid="endpoint"][data-ready="true"]');
  assert.equal(await endpoints.count(), 2);
  for (const requests of await endpoints.evaluateAll((all) => all.map((one) => Number(one.dataset.requests)))) {
    assert.ok(requests > 0, "each pod answers some of the requests");
  }
  assert.deepEqual(problems, []);
});

test("curl by hand shows what came back", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=web" });
  await until(cluster, allReady, { limitUs: 60 * SECOND });
  await page.getByTestId("tab-services").click();
  await page.getByTestId("curl-send").click();
  await page.getByTestId("curl-answer").waitFor();
  assert.match(await page.getByTestId("curl-answer").textContent(), /nginx/);
});

test("without a ready pod the Service says why nothing gets through", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=web" });
  await cluster.advanceTo(2 * SECOND);
  await page.getByTestId("tab-services").click();
  const problem = page.locator(".kb-problem-words");
  await problem.waitFor();
  assert.ok((await problem.textContent()).length > 10);
  assert.equal(await page.locator('[data-testid="endpoint"][data-ready="true"]').count(), 0);
});

test("the load slider changes what is sent", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=web" });
  await until(cluster, allReady, { limitUs: 60 * SECOND });
  await page.getByTestId("tab-services").click();
  const slider = page.getByTestId("load");
  await slider.focus();
  await page.keyboard.press("Home");
  assert.equal((await cluster.frame()).loads.reduce((sum, load) => sum + load.rate, 0), 0);
  for (let press = 0; press < 4; press += 1) await page.keyboard.press("ArrowRight");
  assert.equal((await cluster.frame()).loads[0].rate, 10);
});
