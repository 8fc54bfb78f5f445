// The page's colours for the screen: read from its custom properties, again whenever the page changes its theme.

export function themeOf(css) {
  const colour = (name) => css.getPropertyValue(`--kb-${name}`).trim();
  const [fg, muted, bad, good, accent, busy, water] = ["fg", "muted", "bad", "good", "accent", "busy", "water"].map(colour);
  const [violet] = ["hue-2"].map(colour);
  const background = colour("panel");
  return {
    background,
    foreground: fg,
    cursor: fg,
    cursorAccent: background,
    selectionBackground: colour("selection"),
    selectionInactiveBackground: colour("selection"),
    selectionForeground: fg,
    black: fg,
    red: bad,
    green: good,
    yellow: accent,
    blue: busy,
    magenta: violet,
    cyan: water,
    white: muted,
    brightBlack: muted,
    brightRed: bad,
    brightGreen: good,
    brightYellow: accent,
    brightBlue: busy,
    brightMagenta: violet,
    brightCyan: water,
    brightWhite: fg,
  };
}

export function followTheme(term, parent) {
  const observer = new MutationObserver(() => {
    term.options.theme = themeOf(getComputedStyle(parent));
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "style", "class"] });
  return () => observer.disconnect();
}
