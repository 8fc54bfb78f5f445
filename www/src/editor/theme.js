// Colours. They come from the page's custom properties (`--kb-*`), so a page or an embedder restyles the editor by
// setting those; the second value of each is what shows where the page has set none. "light" and "dark" choose these
// second values and tell CodeMirror which of its own defaults to use.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const fallbacks = {
  light: {
    bg: "#ffffff",
    fg: "#1f2430",
    muted: "#5c6370",
    border: "#d5d9e0",
    line: "#f3f5f9",
    selection: "#cfe0fc",
    accent: "#1f5fd0",
    panel: "#ffffff",
    error: "#b3261e",
    warning: "#8a5a00",
    info: "#1f5fd0",
    key: "#0b5394",
    string: "#2d6a1f",
    number: "#9a3b00",
    comment: "#646b78",
  },
  dark: {
    bg: "#14171f",
    fg: "#e4e7ee",
    muted: "#9aa2b1",
    border: "#333947",
    line: "#1c212c",
    selection: "#2c4470",
    accent: "#7aa8ff",
    panel: "#1c212c",
    error: "#ff8a80",
    warning: "#f0c060",
    info: "#7aa8ff",
    key: "#8fc1ff",
    string: "#a5d6a0",
    number: "#ffb98a",
    comment: "#8c94a4",
  },
};

export function colours(name) {
  const dark = name === "dark";
  const pick = (key) => `var(--kb-${key}, ${fallbacks[dark ? "dark" : "light"][key]})`;
  return [EditorView.theme(surface(pick), { dark }), syntaxHighlighting(syntax(pick))];
}

function surface(pick) {
  return { ...frame(pick), ...marks(pick), ...tooltips(pick) };
}

function frame(pick) {
  return {
    "&": { height: "100%", color: pick("fg"), backgroundColor: pick("bg"), fontSize: "var(--kb-editor-size, 14px)" },
    "&.cm-focused": { outline: `2px solid ${pick("accent")}`, outlineOffset: "-2px" },
    ".cm-scroller": { fontFamily: "var(--kb-mono, ui-monospace, monospace)", lineHeight: "1.5" },
    ".cm-content": { caretColor: pick("accent") },
    ".cm-cursor": { borderLeftColor: pick("accent"), borderLeftWidth: "2px" },
    ".cm-gutters": {
      color: pick("muted"),
      backgroundColor: pick("bg"),
      borderRight: `1px solid ${pick("border")}`,
    },
    ".cm-activeLine": { backgroundColor: `color-mix(in srgb, ${pick("line")} 60%, transparent)` },
    ".cm-activeLineGutter": { color: pick("fg"), backgroundColor: pick("line") },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: pick("selection"),
    },
  };
}

function marks(pick) {
  const squiggle = (key) => ({
    backgroundImage: "none",
    textDecoration: `underline wavy ${pick(key)} 1.5px`,
    textDecorationSkipInk: "none",
    textUnderlineOffset: "3px",
  });
  return {
    ".cm-lintRange-error": squiggle("error"),
    ".cm-lintRange-warning": squiggle("warning"),
    ".cm-lintRange-info": squiggle("info"),
    ".cm-diagnostic-error": { borderLeftColor: pick("error") },
    ".cm-diagnostic-warning": { borderLeftColor: pick("warning") },
    ".cm-diagnostic-info": { borderLeftColor: pick("info") },
  };
}

function tooltips(pick) {
  return {
    ".cm-tooltip": {
      color: pick("fg"),
      backgroundColor: pick("panel"),
      border: `1px solid ${pick("border")}`,
      maxWidth: "min(60ch, 90vw)",
    },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { color: pick("bg"), backgroundColor: pick("accent") },
    ".kb-diagnostic-hint": { color: pick("muted"), marginTop: "2px" },
    ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
    ".cm-completionDetail": { color: pick("muted") },
    ".cm-placeholder": { color: pick("muted") },
  };
}

function syntax(pick) {
  return HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: pick("key") },
    { tag: [tags.string, tags.special(tags.string)], color: pick("string") },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: pick("number") },
    { tag: [tags.comment, tags.lineComment], color: pick("comment"), fontStyle: "italic" },
    { tag: [tags.meta, tags.separator, tags.punctuation], color: pick("muted") },
    { tag: [tags.labelName, tags.typeName, tags.keyword], color: pick("accent") },
  ]);
}
