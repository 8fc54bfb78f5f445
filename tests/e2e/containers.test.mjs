// A pod's Containers tab: what runs in it, what one can break, and an image that a reader describes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, podsOf, until, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const POD = `apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
  - name: web
    image: acme/shop:v1
    ports: [{containerPort: 8080}]
    resources: {limits: {memory: 100Mi, cpu: 500m}}
    readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 2}
`;

const shop = (frame) => podsOf(frame).find((pod) => pod.name === "shop");

async function opened(t, options) {
  const { page, cluster, problems } = await withCluster(t, options);
  await cluster.apply(POD);
  await until(cluster, (frame) => shop(frame)?.isReady, { limitUs: 60 * SECOND });
  await page.locator('[data-testid="pod-card"][data-pod="shop"]').click();
  await page.getByTestId("inspect-containers").click();
  return { page, cluster, problems };
}

test("switches break a container, with the keyboard, and the tab shows what came of it", async (t) => {
  const { page, cluster } = await opened(t);
  assert.ok(await page.getByTestId("generic").isVisible(), "it says that the image is generic");
  const button = page.getByTestId("switch-fail-readiness");
  await button.focus();
  await page.keyboard.press("Enter");
  await until(cluster, (frame) => !shop(frame).isReady, { limitUs: (await cluster.now()) + 30 * SECOND });
  await page.locator('[data-testid="switch-fail-readiness"][aria-pressed="true"]').waitFor();

  await page.getByTestId("switch-crash").click();
  await until(cluster, (frame) => shop(frame).restarts === 1, { limitUs: (await cluster.now()) + 60 * SECOND });
  await page.getByTestId("container-past").locator("summary").click();
  assert.match(await page.getByTestId("container-past").innerText(), /Error/);
  await cluster.advanceTo((await cluster.now()) + 40 * SECOND);
  await page.getByTestId("usage").waitFor();
});

test("the form makes an AppModel, which holds from the next start", async (t) => {
  const { page, cluster } = await opened(t);
  await page.getByTestId("app-model").locator("summary").click();
  await page.getByTestId("app-body").fill("hello from the form");
  await page.getByTestId("app-apply").click();
  assert.match(await page.getByTestId("app-answer").innerText(), /appmodel.kubarium.dev\/acme-shop-v1 created/);
  await page.getByTestId("switch-crash").click();
  await until(cluster, (frame) => shop(frame).restarts === 1 && shop(frame).isReady, {
    limitUs: (await cluster.now()) + 60 * SECOND,
  });
  await page.getByText("An AppModel says what this image does.").waitFor();
});

for (const [lang, viewport] of [
  ["en", { width: 1280, height: 800 }],
  ["ko", { width: 390, height: 844 }],
]) {
  test(`a shell opens from the tab, and CPU that is waited for is said (${lang}, ${viewport.width} wide)`, async (t) => {
    const { page, cluster, problems } = await opened(t, { hash: `example=web&lang=${lang}&theme=light`, viewport });
    await page.getByTestId("switch-burn-cpu").click();
    await cluster.advanceTo((await cluster.now()) + 40 * SECOND);
    await page.getByTestId("throttled").waitFor();
    const tabs = await page.locator(".kb-inspector [role=tab]").evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().right));
    assert.ok(tabs.every((right) => right <= viewport.width), "no tab runs out of sight");
    await shot(page, `containers-${lang}`);

    const button = page.getByTestId("open-shell");
    await button.focus();
    await page.keyboard.press("Enter");
    const input = page.getByTestId("terminal-input");
    await input.fill("echo here is $HOSTNAME");
    await input.press("Enter");
    await page.getByText("here is shop").waitFor();
    await shot(page, `container-shell-${lang}`);
    await input.fill("exit");
    await input.press("Enter");
    await page.locator('[data-testid="terminal"][data-busy="false"]').waitFor();
    assert.deepEqual(problems, []);
  });
}

test("a container that ended says why, whom it ran as, and what its code means", async (t) => {
  const words = `apiVersion: v1
kind: Pod
metadata: {name: last-words}
spec:
  restartPolicy: Never
  securityContext: {runAsUser: 1000, fsGroup: 2000}
  containers:
  - name: c
    image: busybox:1.36
    command: [sh, -c, "echo the disk is full > /dev/termination-log; exit 127"]
`;
  const { page, cluster } = await withCluster(t, {});
  await cluster.apply(words);
  const ended = (frame) => podsOf(frame).find((pod) => pod.name === "last-words")?.status === "Error";
  await until(cluster, ended, { limitUs: 60 * SECOND });
  await page.locator('[data-testid="pod-card"][data-pod="last-words"]').click();
  await page.getByTestId("inspect-containers").click();
  assert.match(await page.getByTestId("runs-as").innerText(), /^uid=1000 gid=0\(root\) groups=0\(root\),2000$/);
  await page.getByTestId("container-past").locator("summary").click();
  const past = await page.getByTestId("container-past").innerText();
  assert.match(past, /The shell did not find the program\./);
  assert.match(past, /Termination message: the disk is full/);
  await shot(page, "containers-ended");
});
