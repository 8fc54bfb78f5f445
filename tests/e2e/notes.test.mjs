// The labs of the course notes, on the notes' own blocks: pasted into the editor and applied as a reader would.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, podsOf, until, withCluster } from "./lib/cluster.mjs";
import { blocks, present } from "./lib/notes.mjs";

const options = { skip: present ? false : "the notes are not beside this checkout" };

// A page without the example's objects, and the blocks in the editor, applied.
async function withBlocks(t, ...texts) {
  const opened = await withCluster(t, { hash: "example=web" });
  const { page, cluster } = opened;
  await page.getByTestId("delete").click();
  await until(cluster, (frame) => podsOf(frame).length === 0, { limitUs: 120 * SECOND });
  await page.locator(".kb-editor .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(texts.join("\n---\n"));
  await page.keyboard.press("Control+Enter");
  return { ...opened, from: await cluster.now() };
}

async function putLoad(page, presses) {
  await page.getByTestId("tab-services").click();
  const slider = page.getByTestId("load");
  await slider.focus();
  await page.keyboard.press("Home");
  for (let press = 0; press < presses; press += 1) await page.keyboard.press("ArrowRight");
}

test("note 000: nginx twice behind a NodePort Service, and both answer", options, async (t) => {
  const [deployment] = blocks("000", "kind: Deployment", "name: nginx-deployment", "nginx:latest");
  const [service] = blocks("000", "kind: Service", "name: nginx-service", "type: NodePort", "app: nginx");
  const { page, cluster, from } = await withBlocks(t, deployment, service);
  await until(cluster, (frame) => frame.podsReady === 2, { limitUs: from + 60 * SECOND });
  await putLoad(page, 8);
  await cluster.advanceTo((await cluster.now()) + 5 * SECOND);
  const endpoints = page.locator('[data-testid="endpoint"][data-ready="true"]');
  await endpoints.nth(1).waitFor();
  const requests = await endpoints.evaluateAll((all) => all.map((one) => Number(one.dataset.requests)));
  assert.equal(requests.length, 2);
  assert.ok(requests.every((count) => count > 0), `requests by pod: ${requests}`);
});

test("note 000: webapl becomes ready late and is restarted again and again", options, async (t) => {
  const [pod] = blocks("000", "kind: Pod", "maho/webapl:0.1", "livenessProbe");
  const { page, cluster, from } = await withBlocks(t, pod);
  const webapl = (frame) => podsOf(frame).find((one) => one.name === "webapl");
  await until(cluster, (frame) => webapl(frame)?.status === "Running", { limitUs: from + 30 * SECOND });
  assert.equal(webapl(await cluster.frame()).isReady, false);
  await until(cluster, (frame) => webapl(frame).isReady, { limitUs: from + 60 * SECOND });
  await until(cluster, (frame) => webapl(frame).status === "CrashLoopBackOff", { limitUs: from + 1800 * SECOND });
  const restarts = webapl(await cluster.frame()).restarts;
  assert.ok(restarts >= 3, `${restarts} restarts`);
  await page.locator(`[data-testid="pod-card"][data-pod="webapl"][data-restarts="${restarts}"]`).waitFor();
});

test("note 002: the CPU autoscaling lab grows under load and shrinks five minutes after it", options, async (t) => {
  const [workload] = blocks("002", "name: stateless-cpu1", "kind: Deployment");
  const [hpa] = blocks("002", "name: hpa-resource-cpu", "kind: HorizontalPodAutoscaler");
  const { page, cluster, from } = await withBlocks(t, workload, hpa);
  const desired = (frame) => frame.workloads.find((one) => one.reference.name === "stateless-cpu1").desired;
  await until(cluster, (frame) => frame.podsReady === 2, { limitUs: from + 90 * SECOND });
  await putLoad(page, 16);
  await until(cluster, (frame) => desired(frame) > 4, { stepUs: 15 * SECOND, limitUs: from + 900 * SECOND });
  await putLoad(page, 0);
  const grown = desired(await cluster.frame());
  const stopped = await cluster.now();
  await cluster.advanceTo(stopped + 240 * SECOND);
  assert.ok(desired(await cluster.frame()) >= grown, "four minutes later nothing has shrunk");
  await until(cluster, (frame) => desired(frame) === 2, { stepUs: 15 * SECOND, limitUs: stopped + 900 * SECOND });
});

test("note 003: YAML as written in class is refused on its line", options, async (t) => {
  const [tabbed] = blocks("003", "apiVersion", "\t");
  const { page } = await withBlocks(t, tabbed);
  const problem = page.getByTestId("problem").first();
  await problem.waitFor();
  assert.match(await problem.textContent(), /cannot start any token[\s\S]*tab/);
});
