// A pod's Containers tab: what runs in it, what one can break, and an image that a reader describes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, podsOf, until, withCluster } from "./lib/cluster.mjs";

const POD = `apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  containers:
  - name: web
    image: acme/shop:v1
    ports: [{containerPort: 8080}]
    resources: {limits: {memory: 100Mi}}
    readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 2}
`;

const shop = (frame) => podsOf(frame).find((pod) => pod.name === "shop");

async function opened(t) {
  const { page, cluster } = await withCluster(t);
  await cluster.apply(POD);
  await until(cluster, (frame) => shop(frame)?.isReady, { limitUs: 60 * SECOND });
  await page.locator('[data-testid="pod-card"][data-pod="shop"]').click();
  await page.getByTestId("inspect-containers").click();
  return { page, cluster };
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
