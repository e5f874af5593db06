// Leaves of the theme's styles what the pages and scripts of a finished site can use.
// Run by macros/publish/theme.py in the build.

import { readFileSync, writeFileSync } from "node:fs";
import { extname } from "node:path";

import { PurgeCSS } from "purgecss";

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const { users, styles, out } = JSON.parse(input);
const read = (path) => readFileSync(path, "utf8");
const purged = await new PurgeCSS().purge({
  content: users.map((path) => ({ raw: read(path), extension: extname(path).slice(1) })),
  css: styles.map((path) => ({ raw: read(path) })),
});
const comments = /\/\*[^]*?\*\//g;
writeFileSync(out, purged.map(({ css }) => css.replace(comments, "").trim()).join("\n"));
