// Who can use the page: by keyboard alone, in both languages, in both themes, on a phone, and with assistive technology
// (names, landmarks, headings, contrast).

import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, until, withCluster } from "./lib/cluster.mjs";
import { shot } from "./lib/page.mjs";

const ready = (frame) => frame.podsReady === 2;

test("by keyboard: apply, walk the pods, inspect, delete, leave", async (t) => {
  const { page, cluster } = await withCluster(t);
  await until(cluster, ready, { limitUs: 60 * SECOND });
  await page.locator(".kb-editor .cm-content").focus();
  await page.keyboard.press("Control+Enter");
  await page.getByText("deployment.apps/web unchanged").first().waitFor();

  await page.locator('[data-testid="pod-card"][tabindex="0"]').focus();
  const first = await page.evaluate(() => document.activeElement.dataset.pod);
  await page.keyboard.press("ArrowRight");
  const second = await page.evaluate(() => document.activeElement.dataset.pod);
  assert.ok(second && second !== first, "arrow keys go from pod to pod");
  await page.waitForFunction(() => document.activeElement.tabIndex === 0);
  assert.equal(await page.locator('.kb-nodes [data-testid="pod-card"][tabindex="0"]').count(), 1, "one stop for Tab");

  await page.keyboard.press("Enter");
  const inspector = page.getByTestId("inspector");
  await inspector.waitFor();
  assert.equal(await inspector.getAttribute("data-name"), second);
  await page.getByTestId("delete-pod").focus();
  await page.keyboard.press("Enter");
  await page.getByText(`pod "${second}" deleted`).first().waitFor();
  await page.keyboard.press("Escape");
  await inspector.waitFor({ state: "detached" });
});

test("Alt+P plays and pauses, the menu is worked by arrow keys", async (t) => {
  const { page } = await withCluster(t);
  await page.keyboard.press("Alt+KeyP");
  await page.locator('[data-testid="play"][data-playing="true"]').waitFor();
  await page.keyboard.press("Alt+KeyP");
  await page.locator('[data-testid="play"][data-playing="false"]').waitFor();
  await page.getByTestId("example-menu").focus();
  await page.keyboard.press("Enter");
  await page.locator('[role="menuitemradio"]:focus').waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("pod/webapl created").first().waitFor();
});

test("both languages, remembered", async (t) => {
  const { page, url } = await withCluster(t);
  await page.getByTestId("lang-ko").click();
  await page.getByRole("tab", { name: /노드/ }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ko");
  assert.equal(await page.getByTestId("apply").textContent(), "적용Ctrl ↵");
  await page.goto("about:blank");
  await page.goto(url);
  await page.getByRole("tab", { name: /노드/ }).waitFor();
});

test("important changes are announced, politely", async (t) => {
  const { page } = await withCluster(t, { paused: false, hash: "example=web&speed=10" });
  const said = page.getByTestId("announcer");
  assert.equal(await said.getAttribute("aria-live"), "polite");
  await page.waitForFunction(() => /ready/.test(document.querySelector('[data-testid="announcer"]').textContent));
});

for (const theme of ["light", "dark"]) {
  for (const view of ["nodes", "services", "autoscaling", "scheduler", "terminal"]) {
    test(`${theme}, ${view}: names, landmarks and contrast`, async (t) => {
      const { page, cluster } = await withCluster(t, { hash: `example=autoscaling&theme=${theme}` });
      await cluster.advanceTo(90 * SECOND);
      await page.locator('[data-testid="pod-card"]').first().click();
      await page.getByTestId(`tab-${view}`).click();
      await page.waitForTimeout(600);
      assert.deepEqual(await page.evaluate(namelessControls), []);
      assert.deepEqual(await page.evaluate(missingLandmarks), []);
      assert.deepEqual(await page.evaluate(faintText), []);
    });
  }
}

for (const width of [390, 320]) {
  test(`a phone of ${width} px shows each pane without scrolling sideways`, async (t) => {
    const { page, cluster } = await withCluster(t, { viewport: { width, height: 844 } });
    await until(cluster, ready, { limitUs: 60 * SECOND });
    await page.locator('[data-testid="pod-card"]').first().click();
    for (const pane of ["editor", "cluster", "services", "events", "inspector"]) {
      await page.getByTestId(`pane-${pane}`).click();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), pane);
      const wide = await page.evaluate(tooWide);
      assert.deepEqual(wide, [], pane);
      await shot(page, `phone-${width}-${pane}`);
    }
  });
}

// In the page: controls that a screen reader could only call "button".
function namelessControls() {
  const controls = [...document.querySelectorAll("button, input, select, textarea, [role=tab]")];
  const named = (one) => one.getAttribute("aria-label") || one.labels?.length || one.textContent.trim();
  return controls.filter((one) => !one.closest("[aria-hidden=true]") && !named(one)).map((one) => one.outerHTML.slice(0, 120));
}

function missingLandmarks() {
  const wanted = ["header", "main", "h1", "h2", "[role=tablist]", "[aria-live=polite]"];
  const doubled = [...document.querySelectorAll("[id]")].map((one) => one.id).filter((id, at, all) => all.indexOf(id) !== at);
  return [...wanted.filter((selector) => !document.querySelector(selector)), ...doubled];
}

// In the page: texts whose contrast with what is behind them is below 4.5 (3 for large ones).
function faintText() {
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [1, 1, 1, 1]);
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const seen = walker.currentNode.data.trim() && box.width > 1 && style.visibility === "visible" && !element.closest(":disabled, .cm-editor, .kb-hidden, noscript, script, .kb-switch:has(:disabled), .kb-leaving");
    if (!seen) continue;
    const ground = behind(element);
    const [a, b] = [light(over(rgba(style.color), ground)), light(ground)].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < (large ? 3 : 4.5)) faint.push(`${contrast.toFixed(2)} ${element.className} ${walker.currentNode.data.trim().slice(0, 30)}`);
  }
  return [...new Set(faint)];
}

// In the page: what sticks out of the window at the right, unless it scrolls in a box of its own.
function tooWide() {
  const scrolls = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  const all = [...document.querySelectorAll(".kb-app *")];
  const out = all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(one).visibility === "visible");
  return out.filter((one) => !scrolls(one.parentElement)).map((one) => one.className?.baseVal ?? one.className).slice(0, 5);
}
