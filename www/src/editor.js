// The editor: CodeMirror 6 behind a handle of plain functions and plain data, so that the page (Rust) never meets a
// CodeMirror type. `window.kubariumEditor.mount(parent, options)` makes one editor in `parent`; several may live on a
// page, in shadow roots too. Lines and columns are counted from 1, columns in Unicode characters (not UTF-16 units),
// which is how the YAML reader counts them.
//
// options: doc, label, readOnly, theme ("light" | "dark"), onChange(text), onRun(),
//          placeholder, complete(text, line, column) -> [{label, apply, detail, about, note, type, quiet}],
//          hover(text, line, column) -> {title, detail, about, notes} (or null)
// handle:  setDoc(text), edit(text), getDoc(), setDiagnostics(list), setTheme(name), setLabel(text),
//          setPlaceholder(text), setReadOnly(bool), revealLine(line), focus(), destroy()

import { Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, placeholder } from "@codemirror/view";
import { assists } from "./editor/assists.js";
import { basics } from "./editor/basics.js";
import { showDiagnostics } from "./editor/diagnostics.js";
import { keys } from "./editor/keys.js";
import { lineAt } from "./editor/positions.js";
import { colours } from "./editor/theme.js";
import "./terminal-mount.js";

export const version = 1;

export function mount(parent, options = {}) {
  const parts = Object.fromEntries(["theme", "label", "placeholder", "readOnly"].map((name) => [name, new Compartment()]));
  const view = new EditorView({
    parent,
    root: rootOf(parent),
    state: EditorState.create({ doc: options.doc ?? "", extensions: extensions(options, parts) }),
  });
  return handle(view, parts);
}

function extensions(options, parts) {
  return [
    keys(options),
    basics(),
    assists(options),
    parts.theme.of(colours(options.theme ?? "light")),
    parts.label.of(labelled(options.label)),
    parts.placeholder.of(placeholder(options.placeholder ?? "")),
    parts.readOnly.of(EditorState.readOnly.of(options.readOnly === true)),
    EditorView.updateListener.of((update) => reportChange(update, options.onChange)),
  ];
}

// A text set by the page is not reported back to it: only what the reader does is.
function reportChange(update, onChange) {
  if (!onChange || !update.docChanged) return;
  const byPage = update.transactions.every((tr) => !tr.docChanged || tr.annotation(Transaction.remote));
  if (!byPage) onChange(update.state.doc.toString());
}

function handle(view, parts) {
  const reconfigure = (part, extension) => view.dispatch({ effects: part.reconfigure(extension) });
  return {
    getDoc: () => view.state.doc.toString(),
    setDoc: (text) => setDoc(view, text),
    edit: (text) => edit(view, text),
    setDiagnostics: (list) => showDiagnostics(view, list),
    setTheme: (name) => reconfigure(parts.theme, colours(name)),
    setLabel: (text) => reconfigure(parts.label, labelled(text)),
    setPlaceholder: (text) => reconfigure(parts.placeholder, placeholder(text)),
    setReadOnly: (yes) => reconfigure(parts.readOnly, EditorState.readOnly.of(yes)),
    revealLine: (line) => revealLine(view, line),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function setDoc(view, text) {
  if (text === view.state.doc.toString()) return;
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
  });
}

// A change in the reader's name: reported, and undone with Ctrl-Z. What is new comes into view.
function edit(view, text) {
  const before = view.state.doc.toString();
  let same = 0;
  while (same < before.length && before[same] === text[same]) same += 1;
  view.dispatch({
    changes: { from: same, to: before.length, insert: text.slice(same) },
    selection: { anchor: same },
    effects: EditorView.scrollIntoView(same, { y: "start" }),
    userEvent: "input",
  });
}

function revealLine(view, line) {
  const { from } = lineAt(view.state.doc, line);
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
}

function labelled(label) {
  return EditorView.contentAttributes.of({ "aria-label": label ?? "YAML" });
}

function rootOf(parent) {
  const root = parent.getRootNode();
  return root instanceof ShadowRoot ? root : undefined;
}

window.kubariumEditor = { version, mount };
