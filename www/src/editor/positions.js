// Lines and columns counted from 1, in characters, to CodeMirror's offsets and back. A place outside the text is moved
// to the nearest place inside it: the text may have changed since the position was worked out.

export function lineAt(doc, line) {
  return doc.line(Math.min(Math.max(1, line | 0), doc.lines));
}

export function offsetAt(doc, line, column) {
  const { from, text } = lineAt(doc, line);
  return from + unitsBefore(text, column);
}

export function placeOf(doc, offset) {
  const line = doc.lineAt(offset);
  const column = [...line.text.slice(0, offset - line.from)].length + 1;
  return { line: line.number, column };
}

function unitsBefore(text, column) {
  let units = 0;
  let seen = 1;
  for (const character of text) {
    if (seen >= column) break;
    units += character.length;
    seen += 1;
  }
  return units;
}
