// Questions asked inside the page: names, landmarks, contrast, and what is too wide for it.

// In the page: controls that a screen reader could only call "button".
export function namelessControls() {
  const controls = [...document.querySelectorAll("button, input, select, textarea, [role=tab]")];
  const named = (one) => one.getAttribute("aria-label") || one.labels?.length || one.textContent.trim();
  return controls.filter((one) => !one.closest("[aria-hidden=true]") && !named(one)).map((one) => one.outerHTML.slice(0, 120));
}

export function missingLandmarks() {
  const wanted = ["header", "main", "h1", "h2", "[role=tablist]", "[aria-live=polite]"];
  const doubled = [...document.querySelectorAll("[id]")].map((one) => one.id).filter((id, at, all) => all.indexOf(id) !== at);
  return [...wanted.filter((selector) => !document.querySelector(selector)), ...doubled];
}

// In the page: texts whose contrast with what is behind them is below 4.5 (3 for large ones).
export function faintText() {
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
export function tooWide() {
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
