// The keyboard. Ctrl/Cmd-Enter runs; Tab indents by two spaces and Shift-Tab takes them back; Escape and then Tab moves
// the focus on, so nobody is caught in the editor (CodeMirror itself lets Tab through for two seconds after Escape, and
// Ctrl-m switches Tab off and on).

import { closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";

export function keys({ onRun }) {
  const run = () => {
    onRun?.();
    return true;
  };
  return [
    Prec.highest(keymap.of([{ key: "Mod-Enter", run, preventDefault: true }])),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
      ...defaultKeymap,
      { key: "Tab", run: indent, shift: indentLess },
    ]),
  ];
}

function indent(view) {
  const { state } = view;
  if (state.selection.ranges.some((range) => !range.empty)) return indentMore(view);
  if (state.readOnly) return false;
  view.dispatch(state.update(state.replaceSelection("  "), { scrollIntoView: true, userEvent: "input" }));
  return true;
}
