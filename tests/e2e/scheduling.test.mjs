// Why a pod is where it is: the heat map of scores, and what preemption considered.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const LOW = `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: high}
value: 1000
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: low}
spec:
  replicas: 4
  selector: {matchLabels: {app: low}}
  template:
    metadata: {labels: {app: low}}
    spec:
      containers:
      - {name: web, image: "nginx:1.27", resources: {requests: {cpu: 1900m}}}
`;

const IMPORTANT = `apiVersion: v1
kind: Pod
metadata: {name: important}
spec:
  priorityClassName: high
  containers:
  - {name: web, image: "nginx:1.27", resources: {requests: {cpu: "3"}}}
`;

for (const [lang, viewport] of [
  ["en", { width: 1280, height: 800 }],
  ["ko", { width: 390, height: 844 }],
]) {
  test(`preemption is explained (${lang}, ${viewport.width} wide)`, async (t) => {
    const { page, cluster, problems } = await withCluster(t, { hash: `example=web&preset=three-nodes&lang=${lang}&theme=light`, viewport });
    await cluster.apply(LOW);
    await cluster.advanceTo((await cluster.now()) + 20 * SECOND);
    await cluster.apply(IMPORTANT);
    await cluster.advanceTo((await cluster.now()) + SECOND / 20);
    if (viewport.width < 700) await page.getByTestId("pane-cluster").click();
    await page.locator('[data-pod="important"]').first().click();
    await page.getByRole("tab", { name: lang === "ko" ? "스케줄링" : "Scheduling" }).click();
    const preemption = page.getByTestId("preemption");
    await preemption.scrollIntoViewIfNeeded();
    await shot(page, `preemption-${lang}`);
    assert.match(await preemption.textContent(), /worker-\d.*low-/s);
    await cluster.advanceTo((await cluster.now()) + 40 * SECOND);
    await page.locator('[data-testid="decision"][data-chosen^="worker"]').waitFor();
    await shot(page, `decision-${lang}`);
    assert.match(await page.getByTestId("decision").textContent(), /worker-\d/);
    assert.deepEqual(problems, []);
  });
}
