// Completion and hover, both answered by the page: the editor says where the cursor is and shows what comes back. Ctrl-Space
// asks for suggestions anywhere; otherwise they come with the first letter of a word, after `name: ` and `- `, and after an
// accepted suggestion. Once a word is typed to its end the list closes, so that Enter is a new line again. What the pointer
// shows over a word, F1 shows (and reads out) for the word at the cursor, until Escape or the next key.

import { autocompletion } from "@codemirror/autocomplete";
import { StateEffect, StateField } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { placeOf } from "./positions.js";

const WORD = /[\w./*][\w./*-]*/;
const WHOLE_WORD = /^(?:[\w./*][\w./*-]*)?$/;
const ASKS_BY_ITSELF = /(?:^ +|: |- |[{[,] ?)$/;

export function assists({ complete, hover }) {
  const completion = autocompletion({
    override: complete ? [(context) => completions(context, complete)] : [],
    activateOnCompletion: (option) => option.type === "property",
    optionClass: (option) => (option.quiet ? "kb-unsimulated" : ""),
  });
  return [completion, hover ? [hoverTooltip(tooltipSource(hover)), explained, explaining(hover)] : []];
}

function completions(context, complete) {
  const { state, pos, explicit } = context;
  const typed = context.matchBefore(WORD)?.text ?? "";
  if (!explicit && !typed && !ASKS_BY_ITSELF.test(before(state.doc, pos))) return null;
  const { line, column } = placeOf(state.doc, pos);
  const found = complete(state.doc.toString(), line, column);
  const labels = new Set(found.map(({ label }) => label));
  if (found.length === 0 || (!explicit && labels.has(typed))) return null;
  return {
    from: pos - typed.length,
    options: found.map(option),
    validFor: (text) => WHOLE_WORD.test(text) && !labels.has(text),
  };
}

function before(doc, pos) {
  const line = doc.lineAt(pos);
  return line.text.slice(0, pos - line.from);
}

// The page's order is kept as far as the letters typed fit equally well.
function option(row, at) {
  const { about, note, ...rest } = row;
  const info = about || note ? () => box("kb-info", text("div", "", about), text("div", "kb-note", note)) : undefined;
  return { ...rest, info, sortText: String(at).padStart(4, "0") };
}

function tooltipSource(hover) {
  return (view, pos) => {
    const { doc } = view.state;
    const { line, column } = placeOf(doc, pos);
    const answer = hover(doc.toString(), line, column);
    return answer ? { pos, above: true, create: () => ({ dom: card(answer) }) } : null;
  };
}

const explain = StateEffect.define();

const explained = StateField.define({
  create: () => null,
  update(shown, transaction) {
    const asked = transaction.effects.find((effect) => effect.is(explain));
    if (asked) return asked.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

function explaining(hover) {
  const show = (view) => {
    const pos = view.state.selection.main.head;
    const { line, column } = placeOf(view.state.doc, pos);
    const answer = hover(view.state.doc.toString(), line, column);
    const tooltip = answer ? { pos, above: true, create: () => ({ dom: card(answer) }) } : null;
    const effects = [explain.of(tooltip)];
    if (answer) effects.push(EditorView.announce.of([answer.title, answer.detail, answer.about, ...answer.notes].join(". ")));
    view.dispatch({ effects });
    return true;
  };
  const hide = (view) => {
    if (!view.state.field(explained)) return false;
    view.dispatch({ effects: explain.of(null) });
    return true;
  };
  return keymap.of([
    { key: "F1", run: show, preventDefault: true },
    { key: "Escape", run: hide },
  ]);
}

function card({ title, detail, about, notes }) {
  const head = box("kb-hover-head", text("strong", "", title), text("span", "", detail));
  return box("kb-hover", head, text("div", "", about), ...notes.map((note) => text("div", "kb-note", note)));
}

function box(className, ...children) {
  const element = document.createElement("div");
  element.className = className;
  element.append(...children.filter((child) => child.textContent));
  return element;
}

function text(tag, className, content) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = content;
  return element;
}
