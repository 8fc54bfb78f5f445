// Asks the page's own cluster (`window.kubarium`): what it shows, and where its clock stands.

import { withPage } from "./page.mjs";

export const SECOND = 1_000_000;

// Opens the page with a chosen beginning: `withCluster(t, { hash: "example=web" })`. The terminal is in its plain form unless
// the hash asks for the other (`terminal=screen`).
export async function withCluster(t, { hash = "example=web", paused = true, ...options } = {}) {
  const opened = await withPage(t, { path: `#${hash.includes("lang=") ? "" : "lang=en&theme=light&"}${hash.includes("terminal=") ? "" : "terminal=plain&"}${hash}`, ...options });
  await opened.page.waitForFunction(() => window.kubarium?.session && document.querySelector(".cm-content"));
  const cluster = clusterOf(opened.page);
  if (paused) await cluster.pause();
  return { ...opened, cluster };
}

export function clusterOf(page) {
  const call = (name, ...args) =>
    page.evaluate(([name, args]) => window.kubarium.session[name](...args), [name, args]);
  return {
    apply: (text) => call("apply", text),
    check: (text) => call("check", text),
    play: () => call("play"),
    pause: () => call("pause"),
    setSpeed: (speed) => call("setSpeed", speed),
    seek: (us) => call("seek", us),
    advanceTo: (us) => call("advanceTo", us),
    now: () => call("now"),
    frame: () => call("frame"),
    digest: () => call("digest"),
    pods: async () => podsOf(await call("frame")),
  };
}

// The reader's pods, wherever they are.
export function podsOf(frame) {
  const placed = frame.nodes.flatMap((node) => node.pods.map((pod) => ({ ...pod, node: node.name })));
  const waiting = frame.pending.map(({ pod }) => ({ ...pod, node: null }));
  return [...placed, ...waiting].filter((pod) => pod.namespace === "default");
}

// Goes on in steps of virtual time until the question is answered with yes, at most to `limitUs`.
export async function until(cluster, question, { stepUs = SECOND, limitUs }) {
  for (let at = await cluster.now(); at <= limitUs; at += stepUs) {
    await cluster.advanceTo(at);
    const frame = await cluster.frame();
    if (question(frame)) return frame;
  }
  throw new Error(`not reached within ${limitUs / SECOND} simulated seconds: ${question}`);
}
