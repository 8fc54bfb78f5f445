// The terminal: commands run, wait with the cluster's time, are completed and stopped; names lead to objects.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

for (const [lang, viewport] of [
  ["en", { width: 1280, height: 800 }],
  ["ko", { width: 390, height: 844 }],
]) {
  test(`a lab is typed (${lang}, ${viewport.width} wide)`, async (t) => {
    const { page, cluster, problems } = await withCluster(t, { hash: `example=web&preset=three-nodes&lang=${lang}&theme=light`, viewport });
    await cluster.advanceTo((await cluster.now()) + 12 * SECOND);
    await page.getByTestId(viewport.width < 700 ? "pane-terminal" : "tab-terminal").click();
    const input = page.getByTestId("terminal-input");
    const output = page.getByTestId("terminal");
    const run = async (line) => {
      await input.fill(line);
      await input.press("Enter");
    };
    await run("kubectl get pods -o wide");
    await page.getByText("NOMINATED NODE").waitFor();
    await run("kubectl scale deployment web --replicas=3");
    await page.getByText("deployment.apps/web scaled").waitFor();
    await run("kubectl rollout status deployment/web");
    await page.locator('[data-testid="terminal"][data-busy="true"]').waitFor();
    await shot(page, `terminal-busy-${lang}`);
    await cluster.advanceTo((await cluster.now()) + 15 * SECOND);
    await page.getByText('deployment "web" successfully rolled out').waitFor();
    await run("kubectl get pods -w");
    await page.locator('[data-testid="terminal"][data-busy="true"]').waitFor();
    await page.getByTestId("interrupt").click();
    await page.locator('[data-testid="terminal"][data-busy="false"]').waitFor();
    await run("kubectl get svc web");
    await input.press("ArrowUp");
    assert.equal(await input.inputValue(), "kubectl get svc web");
    await shot(page, `terminal-${lang}`);
    await output.getByRole("link", { name: /^web-/ }).first().click();
    await page.locator('[data-testid="inspector"][data-kind="Pod"]').waitFor();
    assert.deepEqual(problems, []);
  });
}

test("the editor's files can be named", async (t) => {
  const { page, problems } = await withCluster(t, { hash: "example=web&preset=three-nodes&lang=en", viewport: { width: 1280, height: 800 } });
  await page.getByTestId("tab-terminal").click();
  const input = page.getByTestId("terminal-input");
  await input.fill("kubectl delete -f web.yaml --wait=false");
  await input.press("Enter");
  await page.getByText('deployment.apps "web" deleted').waitFor();
  assert.deepEqual(problems, []);
});

test("a node is drained by its button, and the terminal shows how", async (t) => {
  const { page, cluster, problems } = await withCluster(t, { hash: "example=web&preset=three-nodes&lang=en", viewport: { width: 1280, height: 800 } });
  await cluster.advanceTo((await cluster.now()) + 12 * SECOND);
  await page.locator('[data-node-panel="worker-1"] .kb-node-name').click();
  await page.getByTestId("drain").click();
  await cluster.advanceTo((await cluster.now()) + 40 * SECOND);
  await page.getByText("node/worker-1 drained").waitFor();
  assert.equal(await page.locator('[data-testid="pod-card"][data-node="worker-1"]').count(), 0);
  assert.deepEqual(problems, []);
});
