// Compresses files beside themselves, as .br and .gz. Reads {files: [{path, key}], cache} as JSON on
// stdin; what was compressed once is taken from the cache by the hash of its content.

import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const { files, cache, quality } = JSON.parse(readFileSync(0, "utf-8"));
mkdirSync(cache, { recursive: true });
/** What stays for long is worth more work. */
const LASTING = /\.(wasm|snapshot|zip|mjs)$/;
const WAYS = {
  br: (bytes, path) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: LASTING.test(path) ? quality : 9,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** The largest first, two at a time: so no large one is left alone at the end. */
const waiting = [...files].sort((a, b) => statSync(b.path).size - statSync(a.path).size);
await Promise.all([0, 1].map(async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await shrinkOne(next);
}));

async function shrinkOne({ path, key }) {
  const bytes = readFileSync(path);
  for (const [suffix, shrink] of Object.entries(WAYS)) {
    const best = suffix === "br" && LASTING.test(path) ? `${quality}.` : "";
    const kept = join(cache, `${key}.${best}${suffix}`);
    if (!existsSync(kept)) {
      const small = await shrink(bytes, path);
      writeFileSync(`${kept}.${process.pid}`, small);
      renameSync(`${kept}.${process.pid}`, kept);
    }
    // A file that is linked elsewhere too stays as it is there.
    rmSync(`${path}.${suffix}`, { force: true });
    copyFileSync(kept, `${path}.${suffix}`);
  }
}
