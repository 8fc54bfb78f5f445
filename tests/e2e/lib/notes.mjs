// The course notes' own blocks, where the notes lie beside the checkout (`../shared/notes`, or KUBARIUM_NOTES).

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const folder = process.env.KUBARIUM_NOTES ?? path.join(root, "../shared/notes");

export const present = existsSync(folder);

// The blocks of the note whose file name begins with `number` that hold every one of the words.
export function blocks(number, ...words) {
  const file = readdirSync(folder).find((name) => name.startsWith(number));
  const texts = fenced(readFileSync(path.join(folder, file), "utf8"));
  return texts.filter((text) => words.every((word) => text.includes(word)));
}

// What stands between a line that opens a fence and the next that closes it.
function fenced(text) {
  const found = [];
  let block = null;
  for (const line of text.split("\n")) {
    const fence = line.trimStart().startsWith("```");
    if (!fence) block?.push(line);
    else if (block) {
      found.push(block.join("\n"));
      block = null;
    } else block = [];
  }
  return found;
}
