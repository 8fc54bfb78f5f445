// The terminal's screen (xterm.js): typed into, completed, copied from, left by keyboard; names lead to objects; the plain form
// is a switch away, and there when the screen does not load.

import assert from "node:assert/strict";
import { test } from "node:test";
import { faintText, missingLandmarks, namelessControls, tooWide } from "./lib/checks.mjs";
import { SECOND, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

async function opened(t, { hash = "lang=en&theme=light", viewport = wide, ...options } = {}) {
  const terminal = hash.includes("terminal=") ? "" : "&terminal=screen";
  const all = await withCluster(t, { hash: `example=web&preset=three-nodes&${hash}${terminal}`, viewport, ...options });
  await all.cluster.advanceTo(12 * SECOND);
  await all.page.getByTestId(viewport.width < 700 ? "pane-terminal" : "tab-terminal").click();
  return all;
}

async function typing(t, options) {
  const all = await opened(t, options);
  const { page } = all;
  await page.locator(".xterm-rows").waitFor();
  await page.locator(".xterm-helper-textarea").focus();
  const shows = (text) => page.waitForFunction((text) => document.querySelector(".xterm-rows")?.innerText.replaceAll("\u00a0", " ").includes(text), text);
  const rows = async () => (await page.locator(".xterm-rows > div").allInnerTexts()).map((row) => row.replaceAll("\u00a0", " ").trimEnd());
  const last = async () => (await rows()).filter(Boolean).at(-1);
  const run = async (line) => {
    await page.keyboard.type(line);
    await page.keyboard.press("Enter");
  };
  return { ...all, shows, rows, last, run };
}

// Where a text stands on the screen: the middle of its first letter and of its last.
const placeOf = (page, text) =>
  page.evaluate((text) => {
    for (const row of document.querySelectorAll(".xterm-rows > div")) {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(text);
        if (at < 0) continue;
        const letter = (from) => {
          const range = document.createRange();
          range.setStart(walker.currentNode, from);
          range.setEnd(walker.currentNode, from + 1);
          return range.getBoundingClientRect();
        };
        const [a, b] = [letter(at), letter(at + text.length - 1)];
        return { left: a.left, right: b.right, x: (a.left + b.right) / 2, y: (a.top + a.bottom) / 2 };
      }
    }
    return null;
  }, text);

test("a line is typed, edited, completed and found again", async (t) => {
  const { page, shows, last, run, problems } = await typing(t);
  await run("kubectl get pods");
  await shows("RESTARTS");
  await page.keyboard.type("kubectl de");
  await page.keyboard.press("Tab");
  await page.getByTestId("candidates").getByText("describe", { exact: true }).waitFor();
  await page.keyboard.type("s");
  await page.keyboard.press("Tab");
  await shows("kubectl describe");
  await page.keyboard.press("Control+u");
  await page.keyboard.press("ArrowUp");
  await shows("$ kubectl get pods\n");
  await page.keyboard.press("Home");
  await page.keyboard.type("echo ");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+w");
  await page.keyboard.type("nodes");
  await page.keyboard.press("Enter");
  await shows("kubectl get nodes\n");
  assert.match(await last(), /\$$/);
  await page.keyboard.press("Control+l");
  await page.waitForFunction(() => !document.querySelector(".xterm-rows").innerText.includes("RESTARTS"));
  assert.deepEqual(problems, []);
});

test("a paste of several lines runs them one after the other, through a command that waits", async (t) => {
  const { page, cluster, shows } = await typing(t);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "echo first\nsleep 5\necho second\necho not yet");
    document.querySelector(".xterm-helper-textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await shows("first");
  await page.locator('[data-testid="terminal"][data-busy="true"]').waitFor();
  await cluster.advanceTo((await cluster.now()) + 6 * SECOND);
  await shows("\nsecond");
  await shows("$ echo not yet");
});

test("a name leads to its pod", async (t) => {
  const { page, cluster, shows, run, problems } = await typing(t);
  await run("kubectl get pods");
  await shows("RESTARTS");
  const [pod] = await cluster.pods();
  const place = await placeOf(page, pod.name);
  await page.mouse.move(place.x - 3, place.y);
  await page.mouse.move(place.x, place.y);
  await page.locator(".xterm-cursor-pointer").waitFor();
  await page.mouse.click(place.x, place.y);
  await page.locator('[data-testid="inspector"][data-kind="Pod"]').waitFor();
  assert.equal(await page.getByTestId("inspector").getAttribute("data-name"), pod.name);
  assert.deepEqual(problems, []);
});

test("what is selected is copied, and Ctrl-C without a selection is none", async (t) => {
  const { page, shows, run, last } = await typing(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await run("echo copied words");
  await shows("\ncopied words");
  const place = await placeOf(page, "copied words");
  await page.mouse.move(place.left + 1, place.y);
  await page.mouse.down();
  await page.mouse.move(place.right - 1, place.y, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.press("Control+c");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "copied words");
  await page.keyboard.type("half a li");
  await shows("half a li");
  await page.keyboard.press("Control+c");
  await page.waitForFunction(() => !document.querySelector(".xterm-rows").innerText.includes("half"));
  assert.match(await last(), /\$$/);
  await run("echo shifted");
  await shows("\nshifted");
  const other = await placeOf(page, "shifted");
  await page.mouse.dblclick(other.x, other.y);
  await page.keyboard.press("Control+Shift+C");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "shifted");
  await page.keyboard.type("echo ");
  await page.keyboard.press("Control+Shift+V");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".xterm-rows")?.innerText.split("shifted").length > 3);
});

test("Korean is typed and edited", async (t) => {
  const { page, shows, run } = await typing(t, { hash: "lang=ko&theme=dark" });
  const textarea = page.locator(".xterm-helper-textarea");
  assert.equal(await textarea.getAttribute("lang"), "ko");
  assert.match(await textarea.getAttribute("aria-label"), /글자로 보기/);
  await page.keyboard.insertText("echo 파드드");
  await page.keyboard.press("Backspace");
  await page.keyboard.insertText(" 두 개");
  await page.keyboard.press("Enter");
  await shows("\n파드 두 개");
  await run("kubectl get pods");
  await shows("RESTARTS");
  await shot(page, "terminal-screen-ko");
});

test("Korean is composed as an input method does it", async (t) => {
  const { page, shows } = await typing(t);
  const client = await page.context().newCDPSession(page);
  await page.keyboard.type("echo ");
  for (const text of ["ㅎ", "하", "한"]) await client.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await page.locator(".composition-view.active").waitFor();
  await client.send("Input.insertText", { text: "한" });
  await shows("echo 한");
  await page.keyboard.press("Enter");
  await shows("\n한");
});

test("a watch goes on with the cluster and is stopped by Ctrl-C", async (t) => {
  const { page, cluster, shows, run, problems } = await typing(t);
  await run("kubectl get pods -w");
  await page.locator('[data-testid="terminal"][data-busy="true"]').waitFor();
  const [pod] = await cluster.pods();
  await cluster.apply("apiVersion: v1\nkind: Pod\nmetadata: {name: extra}\nspec: {containers: [{name: a, image: nginx}]}\n");
  await cluster.advanceTo((await cluster.now()) + 20 * SECOND);
  await shows(pod.name);
  await shows("ContainerCreating");
  await page.keyboard.press("Control+c");
  await page.locator('[data-testid="terminal"][data-busy="false"]').waitFor();
  await run("watch -n 1 kubectl get pods");
  await cluster.advanceTo((await cluster.now()) + 3 * SECOND);
  await shows("Every 1.0s");
  await page.getByTestId("interrupt").click();
  await page.locator('[data-testid="terminal"][data-busy="false"]').waitFor();
  await page.locator(".xterm-helper-textarea").focus();
  await run("read -r answer; echo got:$answer");
  await page.locator('[data-testid="terminal"][data-busy="true"]').waitFor();
  await run("yes");
  await shows("got:yes");
  assert.deepEqual(problems, []);
});

test("what the lines did is told, by keyboard", async (t) => {
  const { page, run, shows } = await typing(t);
  await run("kubectl scale deployment web --replicas=3");
  await shows("scaled");
  await page.keyboard.press("Tab");
  const toggle = page.getByTestId("line-stories-toggle");
  assert.ok(await toggle.evaluate((one) => one === document.activeElement), "with nothing typed Tab leaves");
  await page.keyboard.press("Enter");
  const stories = page.getByTestId("line-stories");
  await stories.getByText("spec.replicas: 2 -> 3").waitFor();
  await page.locator(".xterm-helper-textarea").focus();
  await run("kubectl get svc web");
  await stories.getByText("GET /api/v1/namespaces/default/services/web 200").waitFor();
  await stories.getByRole("combobox").selectOption({ index: 1 });
  await stories.getByText("spec.replicas: 2 -> 3").waitFor();
});

test("a click on a prompt tells what its line did", async (t) => {
  const { page, run, shows } = await typing(t);
  await run("kubectl scale deployment web --replicas=3");
  await shows("scaled");
  await run("kubectl get svc web");
  await shows("PORT(S)");
  assert.equal(await page.getByTestId("line-stories").count(), 0, "the stories are folded");
  const place = await placeOf(page, "kubectl scale");
  // The prompt stands before the command.
  await page.mouse.move(place.left - 20, place.y);
  await page.mouse.click(place.left - 20, place.y);
  const stories = page.getByTestId("line-stories");
  await stories.getByText("spec.replicas: 2 -> 3").waitFor();
  assert.match(await stories.getByRole("combobox").evaluate((one) => one.selectedOptions[0].text), /kubectl scale/);
});

test("Escape leads to the switch, the plain form has the same line, and the choice is remembered", async (t) => {
  const { page, url, run, shows, last } = await typing(t);
  await run("echo one");
  await shows("\none");
  await page.keyboard.type("kubectl get");
  await page.keyboard.press("Escape");
  const plain = page.getByTestId("terminal-plain");
  assert.ok(await plain.evaluate((one) => one === document.activeElement));
  await page.keyboard.press("Space");
  const input = page.getByTestId("terminal-input");
  assert.equal(await input.inputValue(), "kubectl get");
  await input.press("ArrowUp");
  assert.equal(await input.inputValue(), "echo one");
  await page.getByTestId("line-story").first().waitFor();
  await plain.click();
  await shows("$ echo one");
  assert.match(await last(), /\$ echo one$/);
  await plain.click();
  await page.goto("about:blank");
  await page.goto(url);
  await page.getByTestId("tab-terminal").click();
  await page.getByTestId("terminal-input").waitFor();
});

test("a command that wants something edited leads to the editor and back", async (t) => {
  const { page, run, shows } = await typing(t);
  await run("kubectl edit service web");
  await page.getByTestId("edit-bar").waitFor();
  await page.waitForFunction(() => document.activeElement.classList.contains("cm-content"));
  await page.keyboard.press("Control+s");
  await shows("Edit cancelled, no changes made.");
  await page.waitForFunction(() => document.activeElement.classList.contains("xterm-helper-textarea"));
});

test("going back in time takes back what was printed", async (t) => {
  const { page, cluster, run, shows } = await typing(t);
  await cluster.advanceTo(20 * SECOND);
  await run("echo later");
  await shows("\nlater");
  await cluster.seek(15 * SECOND);
  await page.waitForFunction(() => !document.querySelector(".xterm-rows").innerText.includes("later"));
});

for (const viewport of [phone, { width: 320, height: 700 }]) {
  test(`a phone of ${viewport.width} px`, async (t) => {
    const { page, run, shows, problems } = await typing(t, { viewport, hash: "lang=ko&theme=light" });
    await run("kubectl get pods -o wide");
    await shows("web-");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual(await page.evaluate(tooWide), []);
    await shot(page, `terminal-screen-phone-${viewport.width}`);
    assert.deepEqual(problems, []);
  });
}

test("a finger opens the keyboard and follows a name", async (t) => {
  const { page, cluster, rows, run, shows } = await typing(t, { viewport: phone, hasTouch: true, isMobile: true });
  await page.evaluate(() => document.activeElement.blur());
  const screen = await page.getByTestId("terminal-screen").boundingBox();
  await page.touchscreen.tap(screen.x + 100, screen.y + 100);
  await page.waitForFunction(() => document.activeElement.classList.contains("xterm-helper-textarea"));
  await run("kubectl get pods");
  await shows("RESTARTS");
  const [pod] = await cluster.pods();
  const at = (await rows()).findIndex((row) => row.startsWith(pod.name));
  const row = await page.locator(".xterm-rows > div").nth(at).boundingBox();
  await page.touchscreen.tap(row.x + 30, row.y + row.height / 2);
  await page.locator(`[data-testid="inspector"][data-name="${pod.name}"]`).waitFor();
});

for (const theme of ["light", "dark"]) {
  test(`${theme}: names, landmarks and contrast; and the theme is followed`, async (t) => {
    const { page, run, shows } = await typing(t, { hash: `lang=en&theme=${theme}` });
    await run("kubectl get pods; kubectl get pod nothing");
    await shows("NotFound");
    await page.waitForTimeout(400);
    assert.deepEqual(await page.evaluate(namelessControls), []);
    assert.deepEqual(await page.evaluate(missingLandmarks), []);
    assert.deepEqual(await page.evaluate(faintText), []);
    await page.getByRole("button", { name: /Switch to/ }).click();
    await page.waitForTimeout(600);
    assert.deepEqual(await page.evaluate(faintText), []);
    await shot(page, `terminal-screen-from-${theme}`);
  });
}

for (const [reducedMotion, blinking] of [["reduce", 0], ["no-preference", 1]]) {
  test(`the cursor and motion: ${reducedMotion}`, async (t) => {
    const { page } = await typing(t, { reducedMotion });
    await page.locator(".xterm-cursor").waitFor();
    assert.equal(await page.locator(".xterm-cursor-blink").count(), blinking);
  });
}

test("nothing of the screen is loaded before it is opened; the plain form stands in for it", async (t) => {
  const { page, cluster } = await withCluster(t, { hash: "example=web&terminal=screen", without: "**/late/*" });
  await cluster.advanceTo(SECOND);
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").some((one) => one.name.includes("/late/")));
  assert.equal(await loaded(), false);
  await page.getByTestId("tab-terminal").click();
  await page.getByText("The terminal's screen could not be loaded.").waitFor();
  const input = page.getByTestId("terminal-input");
  await input.fill("kubectl get svc");
  await input.press("Enter");
  await page.getByText("CLUSTER-IP").waitFor();
});
