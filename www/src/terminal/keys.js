// Keys that do not go to the line: copying, the page's own shortcuts, and the ways out of the terminal.

const PAGE_SHORTCUTS = ["KeyP", "Period", "Comma", "Slash"];

// xterm.js handles a key when this answers with true.
export function keyHandler(term, options) {
  return (event) => {
    if (event.isComposing) return true;
    if (event.altKey && !event.ctrlKey && !event.metaKey && PAGE_SHORTCUTS.includes(event.code)) return false;
    if (event.type !== "keydown") return true;
    if (event.key === "Tab") return !event.shiftKey && !options.nothingTyped();
    if (event.key === "Escape") return leave(event, term, options);
    if (event.ctrlKey && !event.altKey && !event.metaKey) return control(event, term);
    return true;
  };
}

function leave(event, term, options) {
  event.preventDefault();
  // It is the terminal's Escape and closes nothing else of the page.
  event.stopPropagation();
  term.clearSelection();
  options.onLeave();
  return false;
}

// Ctrl-C copies where something is selected; Ctrl-V and Ctrl-Shift-V are the browser's and come back as a paste.
function control(event, term) {
  if (event.code === "KeyV") return false;
  if (event.code !== "KeyC" || !(event.shiftKey || term.hasSelection())) return true;
  event.preventDefault();
  if (term.hasSelection()) copy(term);
  return false;
}

// Through the browser's own copy where it can (it asks nobody), else through the clipboard.
function copy(term) {
  const text = term.getSelection();
  const fill = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", fill, { capture: true, once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill, { capture: true });
  if (!done) navigator.clipboard?.writeText(text).catch(() => {});
  term.clearSelection();
}
