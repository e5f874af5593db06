/** A room beside the engine: more Python, fetched and checked when a page asks for it. */

import { fetchChecked } from "./worker-files.js";

/** @typedef {Extract<import("./protocol.js").ToWorker, {type: "open"}>} OpenOrder */

/** By the room's name: the module whose import adds the room's calls. */
/** @type {Record<string, string>} */
const ENTRIES = { latihan: "learning.rooms" };

/**
 * Put a room's modules where Python finds them, and import them.
 * @param {import("pyodide").PyodideAPI | null} python
 * @param {Pick<OpenOrder, "room" | "file">} order
 */
export async function openRoom(python, { room, file }) {
  const entry = ENTRIES[room];
  if (!python || !entry) throw new Error(`ruang ${room} tidak dapat dibuka`);
  const bytes = await fetchChecked(file, () => {});
  const place = `/${room}.zip`;
  python.FS.writeFile(place, bytes);
  // Under this name a zip may have been looked for before.
  python.runPython(`
import sys
if "${place}" not in sys.path:
    sys.path.append("${place}")
sys.path_importer_cache.pop("${place}", None)
`);
  python.pyimport(entry).destroy();
}
