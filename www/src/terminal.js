// The terminal's screen: xterm.js behind a handle of plain functions and plain data, loaded when a terminal is first
// opened (`terminal-mount.js`). It knows nothing of commands: what to show comes as text with escape sequences, what is
// typed goes out as xterm.js reports it, and the page (Rust) edits the line.
//
// options: label, lang, onData(text), onSize(columns, rows), onLeave(), nothingTyped() -> bool,
//          isName(word) -> bool, onName(word); a whole line that was entered counts as a name
// handle:  write(text), setLabel(text, lang), focus(), destroy()

import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import styles from "@xterm/xterm/css/xterm.css";
import { keyHandler } from "./terminal/keys.js";
import { linksOf } from "./terminal/links.js";
import { followTheme, themeOf } from "./terminal/theme.js";

// Lines that can be scrolled back to: as many as the session keeps.
const SCROLLBACK = 2000;

export function open(parent, options) {
  dress(parent.getRootNode());
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const css = getComputedStyle(parent);
  const term = new Terminal({
    cursorBlink: !still.matches,
    fontFamily: css.fontFamily,
    fontSize: Number.parseFloat(css.fontSize),
    lineHeight: 1.3,
    minimumContrastRatio: 4.5,
    scrollback: SCROLLBACK,
    theme: themeOf(css),
  });
  term.open(parent);
  const label = (text, lang) => {
    term.textarea.setAttribute("aria-label", text);
    term.textarea.lang = lang;
  };
  label(options.label, options.lang);
  term.attachCustomKeyEventHandler(keyHandler(term, options));
  term.registerLinkProvider(linksOf(term, options));
  term.onData(options.onData);
  term.onResize(({ cols, rows }) => options.onSize(cols, rows));
  const ends = [followTheme(term, parent), followMotion(term, still), fitted(term, parent)];
  options.onSize(term.cols, term.rows);
  return {
    write: (text) => term.write(text),
    setLabel: label,
    focus: () => term.focus(),
    destroy: () => {
      for (const end of ends) end();
      term.dispose();
    },
  };
}

// xterm.js' style sheet, once in a document or a shadow root.
function dress(root) {
  const home = root instanceof ShadowRoot ? root : document.head;
  if (home.querySelector("style[data-xterm]")) return;
  const sheet = document.createElement("style");
  sheet.dataset.xterm = "";
  sheet.textContent = styles;
  home.prepend(sheet);
}

function followMotion(term, still) {
  const told = () => {
    term.options.cursorBlink = !still.matches;
  };
  still.addEventListener("change", told);
  return () => still.removeEventListener("change", told);
}

// As many columns and rows as there is room for.
function fitted(term, parent) {
  const fit = new FitAddon();
  term.loadAddon(fit);
  fit.fit();
  const observer = new ResizeObserver(() => fit.fit());
  observer.observe(parent);
  return () => observer.disconnect();
}
