// A node is broken and mended from the page: its power, its speed, its network, with the keyboard, wide and on a phone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, podsOf, until, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const node = (frame) => frame.nodes.find((one) => one.name === "worker-1");
const ready = (frame) => podsOf(frame).length > 0 && podsOf(frame).every((pod) => pod.isReady);

async function press(page, testid) {
  const button = page.getByTestId(testid).first();
  await button.focus();
  await page.keyboard.press("Enter");
}

for (const [lang, viewport] of [["en", { width: 1440, height: 900 }], ["ko", { width: 390, height: 844 }]]) {
  test(`a node loses its power and starts again, in ${lang} at ${viewport.width} px`, async (t) => {
    const { page, cluster, problems } = await withCluster(t, { hash: `example=web&preset=three-nodes&lang=${lang}&theme=light`, viewport });
    await until(cluster, ready, { limitUs: 90 * SECOND });
    const before = podsOf(await cluster.frame()).filter((pod) => pod.node === "worker-1");
    assert.ok(before.length > 0, "something runs there");
    const phone = viewport.width < 700;
    if (phone) await page.getByTestId("pane-cluster").click();
    await page.locator('[data-node-panel="worker-1"] .kb-node-name').click();
    await press(page, "power");
    await until(cluster, (frame) => node(frame).off, { limitUs: (await cluster.now()) + 5 * SECOND });
    if (phone) await page.getByTestId("pane-cluster").click();
    await page.locator('[data-node-panel="worker-1"]').getByText(lang === "en" ? "power off" : "전원 꺼짐").first().waitFor();
    assert.equal(await page.getByTestId("cut").count(), 0, "there is no network to cut");
    await shot(page, `node-off-${lang}-${viewport.width}`);
    if (phone) await page.locator('[data-node-panel="worker-1"] .kb-node-name').click();

    await until(cluster, (frame) => !node(frame).ready, { limitUs: (await cluster.now()) + 70 * SECOND });
    await press(page, "power");
    await until(cluster, (frame) => node(frame).ready && !node(frame).off, { limitUs: (await cluster.now()) + 60 * SECOND });
    await until(cluster, ready, { limitUs: (await cluster.now()) + 60 * SECOND });
    const restarts = podsOf(await cluster.frame()).filter((pod) => pod.node === "worker-1").map((pod) => pod.restarts);
    assert.deepEqual(restarts, before.map(() => 1), "each container there ended once");
    assert.deepEqual(problems, []);
  });
}

test("a node is made slow, and as fast as it was", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=web&preset=three-nodes" });
  await page.locator('[data-node-panel="worker-1"] .kb-node-name').click();
  await press(page, "slow");
  await until(cluster, (frame) => node(frame).slow, { limitUs: (await cluster.now()) + 5 * SECOND });
  await page.locator('[data-node-panel="worker-1"]').getByText("slow", { exact: true }).waitFor();
  await press(page, "slow");
  await until(cluster, (frame) => !node(frame).slow, { limitUs: (await cluster.now()) + 5 * SECOND });
});
