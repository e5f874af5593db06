/** What of Python lies on this site: `runtime/runtime.json`, read and checked. */

import { BootFault } from "./boot.js";

/** @typedef {import("./protocol.js").RuntimeFile} RuntimeFile */
/** @typedef {import("./protocol.js").SnapshotFacts} SnapshotFacts */
/**
 * @typedef {{version: string, python: string, files: Record<string, RuntimeFile>,
 *   snapshot: SnapshotFacts | null, worker: string}} Runtime `worker` is an address.
 */

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Fetch the manifest. Paths in it are written from the site's root, one folder above it.
 * @param {string} manifest Absolute address of runtime.json.
 * @param {AbortSignal} signal
 * @returns {Promise<Runtime>}
 */
export async function findRuntime(manifest, signal) {
  let response;
  try {
    response = await fetch(manifest, { signal, credentials: "same-origin", cache: "no-cache" });
  } catch (error) {
    throw new BootFault("berkas-tidak-ada", String(error), true);
  }
  if (!response.ok) throw new BootFault("berkas-tidak-ada", `runtime.json: ${response.status}`, true);
  try {
    return readRuntime(await response.json(), new URL("../", manifest));
  } catch (error) {
    throw new BootFault("berkas-rusak", `runtime.json: ${error}`, true);
  }
}

/**
 * @param {any} raw
 * @param {URL} root
 * @returns {Runtime}
 */
export function readRuntime(raw, root) {
  /** @type {Record<string, RuntimeFile>} */
  const files = {};
  for (const [role, file] of Object.entries(raw.files)) {
    const address = new URL(String(file.path), root);
    if (address.origin !== root.origin) throw new Error(`${role}: host lain`);
    if (!SHA256.test(file.sha256) || !Number.isSafeInteger(file.bytes)) throw new Error(`${role}: hash atau ukuran`);
    files[role] = { name: String(file.name), address: address.href, sha256: file.sha256, bytes: file.bytes };
  }
  const worker = new URL(String(raw.worker), root);
  if (worker.origin !== root.origin) throw new Error("worker: host lain");
  const { snapshot = null } = raw;
  if (snapshot && (!SHA256.test(snapshot.sha256) || !Number.isSafeInteger(snapshot.heap) || typeof snapshot.flows !== "object")) {
    throw new Error("snapshot");
  }
  return { version: String(raw.version), python: String(raw.python), files, snapshot, worker: worker.href };
}
