// `window.kubariumTerminal.mount(parent, options)` answers with a screen's handle at once and loads xterm.js behind it: what
// is told before it is there is told then. Options and handle are those of `terminal.js`; `onFail()` is called if it
// cannot be loaded.

function mount(parent, options) {
  let gone = false;
  const opened = import("./terminal.js").then(({ open }) => (gone ? null : open(parent, options)));
  opened.catch((error) => {
    if (gone) return;
    console.warn("the terminal's screen did not load", error);
    options.onFail();
  });
  const tell = (name) => (...values) => opened.then((screen) => screen?.[name](...values), () => {});
  return {
    write: tell("write"),
    setLabel: tell("setLabel"),
    focus: tell("focus"),
    destroy() {
      tell("destroy")();
      gone = true;
    },
  };
}

window.kubariumTerminal = { mount };
