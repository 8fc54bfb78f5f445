// Typing in the editor: mistakes are marked where they are, and half a manifest never breaks the cluster.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, until, withCluster } from "./lib/cluster.mjs";

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: typed
spec:
  containers:
  - name: web
    image: nginx:1.27
`;

async function write(page, text) {
  await page.locator(".kb-editor .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

test("a typo in a field name is marked on its line, with a hint", async (t) => {
  const { page } = await withCluster(t);
  await write(page, POD.replace("containers:", "contaners:"));
  const problem = page.getByTestId("problem").first();
  await problem.waitFor();
  assert.equal(await problem.getAttribute("data-line"), "6");
  assert.match(await problem.textContent(), /contaners[\s\S]*containers/);
  await page.locator(".cm-lintRange-error").first().waitFor();
  assert.match(await page.locator(".cm-lintRange-error").first().textContent(), /contaners/);
  await problem.click();
  assert.match(await page.locator(".cm-activeLine").textContent(), /contaners/);
});

test("a bad manifest is refused in kubectl's words and the cluster stays", async (t) => {
  const { page, cluster } = await withCluster(t);
  await until(cluster, (frame) => frame.podsReady === 2, { limitUs: 60 * SECOND });
  await write(page, "apiVersion: v1\nkind: Pod\nmetadata: {name: [}\n");
  await page.getByTestId("apply").click();
  await page.locator('[data-testid="answer"] [data-error="true"]').first().waitFor();
  assert.equal((await cluster.frame()).podsReady, 2);
});

test("typed letter by letter and applied at each step, it never breaks", async (t) => {
  const { page, cluster, problems } = await withCluster(t, { paused: false });
  await page.getByTestId("live-apply").check();
  await page.locator(".kb-editor .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  for (const letter of POD) {
    if (letter === "\n") await page.keyboard.press("Enter");
    else await page.keyboard.insertText(letter);
    if (letter === "\n") await page.keyboard.press("Home");
  }
  for (let end = 1; end <= POD.length; end += 1) await cluster.apply(POD.slice(0, end));
  await until(cluster, (frame) => frame.nodes.some((node) => node.pods.some((pod) => pod.name === "typed")), {
    limitUs: (await cluster.now()) + 60 * SECOND,
  });
  assert.equal(await page.locator("#kb-crash").count(), 0);
  assert.deepEqual(problems, []);
});

test("applying as one types changes the cluster a moment after the last key", async (t) => {
  const { page } = await withCluster(t, { paused: false });
  await page.getByTestId("live-apply").check();
  await write(page, POD);
  await page.locator('[data-testid="pod-card"][data-pod="typed"]').waitFor();
});

test("files can be added, renamed, and closed", async (t) => {
  const { page } = await withCluster(t);
  await page.getByTestId("new-file").click();
  const tabs = page.getByTestId("file-tab");
  assert.equal(await tabs.count(), 2);
  await page.getByTestId("rename-file").click();
  await page.getByTestId("file-name").fill("mine.yaml");
  await page.keyboard.press("Enter");
  assert.deepEqual(await tabs.allTextContents(), ["web.yaml", "mine.yaml"]);
  await page.getByTestId("close-file").click();
  assert.deepEqual(await tabs.allTextContents(), ["web.yaml"]);
});

test("the text is there again after a reload", async (t) => {
  const { page, url } = await withCluster(t);
  await write(page, POD);
  await page.waitForFunction(() => localStorage.getItem("kubarium")?.includes("typed"));
  await page.goto("about:blank");
  await page.goto(url);
  await page.locator('[data-testid="pod-card"][data-pod="typed"]').waitFor();
  assert.match(await page.locator(".kb-editor .cm-content").textContent(), /typed/);
});
