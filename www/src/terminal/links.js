// Words on the screen that name something: a click leads there. A name may go on in the next row. The prompt of a line that
// was entered leads to what the line did.

const WORD = /[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?/g;

export function linksOf(term, options) {
  return {
    provideLinks(row, answer) {
      const { text, places } = lineAround(term, row - 1);
      const entered = options.isName(text.trimEnd()) ? [promptOf(text)] : [];
      const words = [...text.matchAll(WORD)].filter(([word]) => options.isName(word));
      const links = [...entered, ...words].map(({ 0: word, index, leads = word }) => ({
        text: word,
        range: { start: places[index], end: places[index + word.length - 1] },
        activate: () => options.onName(leads),
      }));
      answer(links.filter(({ range }) => range.start.y <= row && row <= range.end.y));
    },
  };
}

// What stands before the command.
function promptOf(text) {
  const [prompt] = text.split(" ", 1);
  return { 0: prompt || text[0], index: 0, leads: text.trimEnd() };
}

// The line that a row belongs to, and where each of its letters stands (from 1, as xterm.js counts).
function lineAround(term, row) {
  const buffer = term.buffer.active;
  let first = row;
  while (first > 0 && buffer.getLine(first)?.isWrapped) first -= 1;
  let text = "";
  const places = [];
  for (let y = first; y === first || buffer.getLine(y)?.isWrapped; y += 1) {
    const line = buffer.getLine(y);
    for (let x = 0; x < term.cols; x += 1) {
      const cell = line?.getCell(x);
      if (!cell || cell.getWidth() === 0) continue;
      const letters = cell.getChars() || " ";
      text += letters;
      for (const _ of letters.split("")) places.push({ x: x + 1, y: y + 1 });
    }
  }
  return { text, places };
}
