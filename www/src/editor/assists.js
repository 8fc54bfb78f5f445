// Completion and hover, both answered by the page: the editor says where the cursor is and shows what comes back.

import { autocompletion } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";
import { placeOf } from "./positions.js";

export function assists({ complete, hover }) {
  const sources = complete ? [(context) => completions(context, complete)] : [];
  return [autocompletion({ override: sources }), hover ? hoverTooltip(tooltipSource(hover)) : []];
}

async function completions(context, complete) {
  const word = context.matchBefore(/[\w./-]*/);
  if (!context.explicit && word.from === word.to) return null;
  const options = await complete({ text: context.state.doc.toString(), ...placeOf(context.state.doc, context.pos) });
  return options?.length ? { from: word.from, options, validFor: /^[\w./-]*$/ } : null;
}

function tooltipSource(hover) {
  return async (view, pos) => {
    const { doc } = view.state;
    const answer = await hover({ text: doc.toString(), ...placeOf(doc, pos) });
    return answer ? { pos, above: true, create: () => ({ dom: card(answer) }) } : null;
  };
}

function card({ title, text }) {
  const box = document.createElement("div");
  box.className = "kb-hover";
  const head = document.createElement("strong");
  head.textContent = title;
  const body = document.createElement("div");
  body.textContent = text;
  box.append(head, body);
  return box;
}
