// Prints the size of each file given, as it is and after gzip: what a reader's browser downloads.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

for (const file of process.argv.slice(2)) {
  const bytes = await readFile(file);
  const packed = gzipSync(bytes, { level: 9 });
  console.log(`${path.basename(file)}: ${kib(bytes.length)} KiB, ${kib(packed.length)} KiB with gzip`);
}

function kib(length) {
  return (length / 1024).toFixed(1);
}
