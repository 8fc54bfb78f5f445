// "What if", dragging a pod to a node, decisions of the past, and the scheduler's configuration.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const PICKY = `apiVersion: v1
kind: Pod
metadata: {name: picky}
spec:
  nodeSelector: {disk: ssd}
  containers:
  - {name: web, image: "nginx:1.27"}
`;

const WORDS = {
  en: { scheduling: "Scheduling", taken: /worker-2 fits and has the highest total/, refused: /worker-1 refuses it. NodeAffinity/ },
  ko: { scheduling: "스케줄링", taken: /worker-2 노드에 들어갈 수 있고/, refused: /worker-1 노드가 거절합니다. NodeAffinity/ },
};

for (const [lang, viewport] of [
  ["en", { width: 1280, height: 800 }],
  ["ko", { width: 390, height: 844 }],
]) {
  test(`a label is tried, then given (${lang}, ${viewport.width} wide)`, async (t) => {
    const words = WORDS[lang];
    const { page, cluster, problems } = await withCluster(t, { hash: `example=web&preset=three-nodes&lang=${lang}&theme=light`, viewport });
    await cluster.apply(PICKY);
    await cluster.advanceTo((await cluster.now()) + 5 * SECOND);
    if (viewport.width < 700) await page.getByTestId("pane-cluster").click();
    await page.locator('[data-testid="pending-pod"][data-pod="picky"]').click();
    await page.getByRole("tab", { name: words.scheduling }).click();
    assert.equal(await page.getByTestId("queue").getAttribute("data-place"), "unschedulable");
    await page.getByTestId("what-if-toggle").click();
    await page.getByTestId("ask-node").selectOption("worker-1");
    assert.match(await page.getByTestId("ask-answer").textContent(), words.refused);
    await page.getByTestId("ask-node").selectOption("worker-2");
    await page.getByTestId("remedy").click();
    assert.match(await page.getByTestId("ask-answer").textContent(), words.taken);
    await page.getByTestId("run-for-real").scrollIntoViewIfNeeded();
    await shot(page, `what-if-${lang}`);
    await page.getByTestId("try-command").fill("kubectl cordom worker-2");
    await page.getByTestId("try").click();
    assert.match(await page.getByTestId("tried").textContent(), /unknown command/);
    assert.equal(await page.getByTestId("run-for-real").isDisabled(), true);
    await page.getByRole("button", { name: /cordom/ }).click();
    await page.getByTestId("run-for-real").click();
    await cluster.advanceTo((await cluster.now()) + 5 * SECOND);
    await page.locator('[data-testid="decision"][data-chosen="worker-2"]').waitFor();
    assert.equal(await page.getByTestId("decision-moment").count(), 2);
    await page.getByTestId("decision-moment").first().click();
    await page.locator('[data-testid="decision"][data-chosen=""]').waitFor();
    await shot(page, `decisions-${lang}`);
    assert.deepEqual(problems, []);
  });
}

test("a pod is dragged to a node", async (t) => {
  const { page, cluster, problems } = await withCluster(t, { hash: "example=web&preset=three-nodes&lang=en", viewport: { width: 1280, height: 800 } });
  await cluster.advanceTo((await cluster.now()) + 10 * SECOND);
  const pod = page.locator('.kb-pod-place:has([data-testid="pod-card"])').first();
  await pod.dragTo(page.locator('[data-node-panel="master"]'), { targetPosition: { x: 20, y: 20 } });
  await page.getByTestId("ask-answer").waitFor();
  assert.match(await page.getByTestId("ask-answer").textContent(), /master refuses it. TaintToleration/);
  await shot(page, "what-if-dragged");
  assert.deepEqual(problems, []);
});

for (const [lang, viewport] of [
  ["en", { width: 1280, height: 800 }],
  ["ko", { width: 390, height: 844 }],
]) {
  test(`the scheduler is configured (${lang}, ${viewport.width} wide)`, async (t) => {
    const { page, problems } = await withCluster(t, { hash: `example=web&preset=three-nodes&lang=${lang}&theme=dark`, viewport });
    if (viewport.width < 700) await page.getByTestId("pane-cluster").click();
    await page.getByTestId("tab-scheduler").click();
    assert.equal(await page.getByTestId("profile").count(), 1);
    await page.getByTestId("scheduler-menu").click();
    await page.getByRole("menuitemradio").nth(1).click();
    await page.getByTestId("start-scheduler").click();
    await page.locator('[data-testid="profile"][data-name="packing-scheduler"]').waitFor();
    await shot(page, `scheduler-${lang}`);
    await page.getByTestId("start-scheduler").scrollIntoViewIfNeeded();
    await shot(page, `scheduler-config-${lang}`);
    assert.deepEqual(problems, []);
  });
}
