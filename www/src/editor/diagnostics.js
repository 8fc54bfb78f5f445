// Errors from the simulated API server, shown where they are: a squiggle under the exact range, a mark in the gutter, and
// a tooltip with the message and the hint. A diagnostic is {line, column, endLine, endColumn, message, hint, severity};
// endLine defaults to line, endColumn to the end of the word, severity ("error" | "warning" | "info") to "error".

import { setDiagnostics } from "@codemirror/lint";
import { lineAt, offsetAt } from "./positions.js";

export function showDiagnostics(view, list) {
  const found = list.map((item) => diagnostic(view.state.doc, item));
  view.dispatch(setDiagnostics(view.state, found.sort((a, b) => a.from - b.from)));
}

function diagnostic(doc, item) {
  return {
    ...range(doc, item),
    severity: item.severity ?? "error",
    message: item.hint ? `${item.message}\n${item.hint}` : item.message,
    renderMessage: () => render(item),
  };
}

function range(doc, { line, column, endLine, endColumn }) {
  const from = offsetAt(doc, line, column);
  const to = endColumn == null ? endOfWord(doc, line, from) : offsetAt(doc, endLine ?? line, endColumn);
  return to > from ? { from, to } : widened(doc, line, from);
}

function endOfWord(doc, line, from) {
  const { from: start, text } = lineAt(doc, line);
  return from + /^[^\s:]*/.exec(text.slice(from - start))[0].length;
}

// An empty range would have no squiggle: take one character, the one before at the end of a line.
function widened(doc, line, at) {
  const { from, to } = lineAt(doc, line);
  return at < to ? { from: at, to: at + 1 } : { from: Math.max(from, at - 1), to: at };
}

function render({ message, hint }) {
  const box = document.createElement("div");
  box.className = "kb-diagnostic";
  box.append(paragraph("kb-diagnostic-message", message));
  if (hint) box.append(paragraph("kb-diagnostic-hint", hint));
  return box;
}

function paragraph(className, text) {
  const element = document.createElement("div");
  element.className = className;
  element.textContent = text;
  return element;
}
