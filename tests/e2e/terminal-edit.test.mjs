// What `kubectl edit` and `vi` open: a tab of the page's editor, and the ways out of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

async function begun(t, { lang = "en", theme = "light", viewport = WIDE } = {}) {
  const opened = await withCluster(t, { hash: `example=web&preset=three-nodes&lang=${lang}&theme=${theme}`, viewport });
  const { page, cluster } = opened;
  await cluster.advanceTo((await cluster.now()) + 12 * SECOND);
  await page.getByTestId(viewport.width < 700 ? "pane-terminal" : "tab-terminal").click();
  const input = page.getByTestId("terminal-input");
  const run = async (line) => {
    await input.fill(line);
    await input.press("Enter");
  };
  return { ...opened, run };
}

const tabs = (page) => page.getByTestId("file-tab").allInnerTexts();

// Goes to the end of the first line that begins so (blanks left out), by keys alone.
async function goTo(page, begins) {
  const lines = (await page.locator(".kb-editor .cm-line").allInnerTexts()).map((line) => line.trim());
  await page.keyboard.press("Control+Home");
  const at = lines.findIndex((line) => line.startsWith(begins));
  assert.ok(at >= 0, `${begins} is in sight: ${lines.join("|")}`);
  for (let step = 0; step < at; step += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
}

test("an object is edited by keyboard alone, refused and mended", async (t) => {
  const { page, cluster, problems, run } = await begun(t);
  await run("kubectl edit service web");
  await page.getByTestId("edit-bar").waitFor();
  assert.match(await page.getByTestId("edit-bar").innerText(), /kubectl edit: you are editing service\/web/);
  await page.getByText("waits until you save and close service/web").waitFor();
  await page.waitForFunction(() => document.activeElement.classList.contains("cm-content"));
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^service\/web, edited for kubectl edit/);
  assert.equal((await tabs(page)).length, 2);
  await goTo(page, "name: web");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("labels: {\"not a name\": x}");
  await page.keyboard.press("Control+s");
  await page.getByTestId("edit-refused").waitFor();
  const refused = await page.locator(".kb-editor .cm-content").innerText();
  assert.match(refused, /# services "web" was not valid:/);
  assert.match(refused, /# \* metadata\.labels: Invalid value/);
  await shot(page, "edit-refused");
  await goTo(page, "labels: {");
  await page.keyboard.press("Shift+Home");
  await page.keyboard.type("labels: {tier: front}");
  await page.keyboard.press("Control+s");
  await page.getByText("service/web edited").waitFor();
  await page.waitForFunction(() => document.activeElement.id === "kb-terminal-input");
  assert.equal((await tabs(page)).length, 1);
  await run("kubectl get service web -L tier");
  await page.getByText("front").first().waitFor();
  await cluster.advanceTo((await cluster.now()) + SECOND);
  assert.deepEqual(problems, []);
});

test("a file is edited in its tab, left as it was, or saved; commands' changes are seen", async (t) => {
  const { page, problems, run } = await begun(t);
  const editor = page.locator(".kb-editor .cm-content");
  await run("vi web.yaml");
  await page.getByTestId("edit-bar").waitFor();
  assert.equal((await tabs(page)).length, 1, "it is the tab that is there already");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# mine");
  await page.getByTestId("terminal-input").focus();
  await page.keyboard.press("Control+c");
  await page.locator('[data-testid="terminal"][data-busy="false"]').waitFor();
  assert.doesNotMatch(await editor.innerText(), /# mine/);
  await run("nano run.sh");
  await page.getByTestId("edit-bar").waitFor();
  await page.waitForFunction(() => document.activeElement.classList.contains("cm-content"));
  await page.keyboard.type("echo hello from a script");
  await page.keyboard.press("Control+s");
  await page.waitForFunction(() => document.activeElement.id === "kb-terminal-input");
  await run("sh run.sh");
  await page.locator(".kb-terminal-output").getByText("hello from a script", { exact: true }).waitFor();
  assert.deepEqual((await tabs(page)).map((tab) => tab.trim()), ["web.yaml", "run.sh"]);
  await run("echo '# by a command' > web.yaml; kubectl create ns a --dry-run=client -o yaml > ns.yaml");
  await page.getByRole("tab", { name: "ns.yaml" }).waitFor();
  await page.getByRole("tab", { name: "web.yaml" }).click();
  await page.waitForFunction(() => document.querySelector(".kb-editor .cm-content").innerText.includes("# by a command"));
  await run("rm ns.yaml");
  await page.getByRole("tab", { name: "ns.yaml" }).waitFor({ state: "detached" });
  assert.deepEqual(problems, []);
});

for (const lang of ["en", "ko"]) {
  test(`on a phone the editor comes to the front and goes again (${lang})`, async (t) => {
    const { page, problems, run } = await begun(t, { lang, theme: "dark", viewport: PHONE });
    await run("kubectl edit deployment web");
    await page.getByTestId("edit-save").waitFor();
    await page.waitForFunction(() => document.querySelector(".kb-app").dataset.pane === "editor");
    await shot(page, `edit-phone-${lang}`);
    await page.getByTestId("pane-terminal").click();
    await page.getByTestId("edit-go").click();
    await page.waitForFunction(() => document.activeElement.classList.contains("cm-content"));
    await page.getByTestId("edit-leave").click();
    await page.getByText("Edit cancelled, no changes made.").waitFor();
    await page.waitForFunction(() => document.querySelector(".kb-app").dataset.pane === "terminal");
    assert.deepEqual(problems, []);
  });
}
