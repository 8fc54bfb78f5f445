// Serves a folder on a loopback port, below a path (`/some/where/`), because the page must work under any.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

const BASE = "/some/where/";
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

export async function serve(folder) {
  const server = createServer((request, response) => answer(folder, request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}${BASE}`;
  return { url, close: () => closed(server) };
}

async function answer(folder, request, response) {
  const file = fileFor(folder, new URL(request.url, "http://127.0.0.1").pathname);
  const found = file && (await stat(file).catch(() => null));
  if (!found?.isFile()) {
    response.writeHead(404).end("not found");
    return;
  }
  const type = TYPES[path.extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, "content-length": found.size });
  createReadStream(file).pipe(response);
}

function fileFor(folder, pathname) {
  if (!pathname.startsWith(BASE)) return null;
  const inside = path.normalize(decodeURIComponent(pathname.slice(BASE.length)));
  if (inside.startsWith("..")) return null;
  return path.join(folder, inside.endsWith("/") || inside === "." ? path.join(inside, "index.html") : inside);
}

function closed(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}
