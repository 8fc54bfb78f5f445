// Help while typing: a manifest is written with suggestions by keyboard alone, fields explain themselves, templates work.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, until, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const list = ".cm-tooltip-autocomplete";
const text = (page) => page.locator(".kb-editor .cm-line").allTextContents().then((lines) => lines.join("\n"));

async function empty(page) {
  await page.locator(".kb-editor .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
}

function inFront(page, wanted) {
  return page.locator(`${list} li[aria-selected] .cm-completionLabel`, { hasText: new RegExp(`^${wanted}$`) }).waitFor();
}

// Types letters, waits until the suggestion in front is the wanted one, and accepts it.
async function accept(page, letters, wanted) {
  if (letters) await page.keyboard.type(letters);
  else await page.keyboard.press("Control+Space");
  await inFront(page, wanted);
  await page.waitForTimeout(120);
  await page.keyboard.press("Enter");
}

test("a manifest is written by keyboard with suggestions, and applied", async (t) => {
  const { page, cluster, problems } = await withCluster(t);
  await empty(page);
  await accept(page, "apiV", "apiVersion");
  await page.keyboard.type("v1\n");
  await accept(page, "ki", "kind");
  await accept(page, "Po", "Pod");
  await page.keyboard.press("Enter");
  await accept(page, "meta", "metadata");
  await accept(page, "na", "name");
  await page.keyboard.type("typed\n");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+Tab");
  await accept(page, "sp", "spec");
  await page.locator(`${list} li`).nth(5).waitFor();
  await shot(page, "assist-fields");
  await accept(page, "cont", "containers");
  await accept(page, "na", "name");
  await page.keyboard.type("web\n");
  await accept(page, "ima", "image");
  await page.keyboard.type("nginx:1.27\n");
  await accept(page, "imageP", "imagePullPolicy");
  await inFront(page, "IfNotPresent");
  await shot(page, "assist-values");
  await page.waitForTimeout(120);
  await page.keyboard.press("ArrowDown");
  await inFront(page, "Always");
  await page.waitForTimeout(120);
  await page.keyboard.press("Enter");
  assert.match(await text(page), /spec:\n {2}containers:\n {2}- name: web\n {4}image: nginx:1.27\n {4}imagePullPolicy: Always/);
  await page.keyboard.press("Control+Enter");
  await until(cluster, (frame) => frame.nodes.some((node) => node.pods.some((pod) => pod.name === "typed")), {
    limitUs: (await cluster.now()) + 60 * SECOND,
  });
  assert.deepEqual(problems, []);
});

test("Ctrl-Space opens the list anywhere, Escape closes it, and a whole word leaves Enter alone", async (t) => {
  const { page } = await withCluster(t, { hash: "example=web&theme=dark&lang=ko" });
  await empty(page);
  await page.keyboard.press("Control+Space");
  await page.locator(list).waitFor();
  await shot(page, "assist-empty-dark");
  await page.keyboard.press("Escape");
  await page.locator(list).waitFor({ state: "detached" });
  await page.keyboard.type("kind: Pod");
  await page.waitForTimeout(400);
  assert.equal(await page.locator(list).count(), 0);
  await page.keyboard.press("Enter");
  assert.equal(await text(page), "kind: Pod\n");
});

test("a field explains itself under the pointer", async (t) => {
  const { page } = await withCluster(t);
  await page.locator(".kb-editor .cm-line", { hasText: "replicas" }).locator("span").first().hover();
  const card = page.locator(".kb-hover");
  await card.waitFor();
  await shot(page, "assist-hover");
  assert.match(await card.textContent(), /spec\.replicas.*whole number.*How many pods \(default 1\)/s);
});

test("F1 explains the word at the cursor, Escape takes the card away", async (t) => {
  const { page } = await withCluster(t);
  await page.locator(".kb-editor .cm-line", { hasText: "replicas" }).locator("span").first().click();
  await page.mouse.move(800, 60);
  await page.evaluate(() => {
    window.announced = [];
    const said = document.querySelector(".kb-editor .cm-announced");
    new MutationObserver(() => window.announced.push(said.textContent)).observe(said, { childList: true, subtree: true });
  });
  await page.keyboard.press("F1");
  const card = page.locator(".kb-hover");
  await card.waitFor();
  assert.match(await card.textContent(), /spec\.replicas.*whole number/s);
  assert.match((await page.evaluate(() => window.announced)).join("\n"), /spec\.replicas\. whole number/);
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });
});

test("braces and JSON are completed in their own style", async (t) => {
  const { page } = await withCluster(t);
  await empty(page);
  await page.keyboard.type("kind: Service\nspec: {");
  await accept(page, "ty", "type");
  await accept(page, "No", "NodePort");
  assert.equal(await text(page), "kind: Service\nspec: {type: NodePort}");
  await empty(page);
  await page.keyboard.type('{"kind": "Service", "spec": {"');
  await accept(page, "ses", "sessionAffinity");
  assert.equal(await text(page), '{"kind": "Service", "spec": {"sessionAffinity"}}');
});

test("a template is chosen by keyboard, undone, and applied on a phone", async (t) => {
  const { page, cluster } = await withCluster(t, { viewport: { width: 390, height: 844 } });
  await page.getByTestId("pane-editor").click();
  await empty(page);
  await shot(page, "assist-phone-empty");
  await page.getByTestId("template-menu").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menu").waitFor();
  await shot(page, "assist-phone-menu");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.match(await text(page), /kind: Deployment/);
  await page.keyboard.press("Control+z");
  assert.doesNotMatch(await text(page), /kind: Deployment/);
  await page.keyboard.press("Control+y");
  await shot(page, "assist-phone-template");
  await page.getByTestId("apply").click();
  await page.locator('[data-testid="answer"]', { hasText: /deployment\.apps\/web/ }).waitFor();
  await until(cluster, (frame) => frame.podsReady === 2, { limitUs: (await cluster.now()) + 90 * SECOND });
});
