/** What of Python lies on this site: `runtime/runtime.json`, read and checked. */

import { BootFault } from "./boot.js";

/** @typedef {import("./protocol.js").RuntimeFile} RuntimeFile */
/** @typedef {{version: string, python: string, files: Record<string, RuntimeFile>}} Runtime */

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
    throw new BootFault("berkas-tidak-ada", String(error));
  }
  if (!response.ok) throw new BootFault("berkas-tidak-ada", `runtime.json: ${response.status}`);
  try {
    return readRuntime(await response.json(), new URL("../", manifest));
  } catch (error) {
    throw new BootFault("berkas-rusak", `runtime.json: ${error}`);
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
  return { version: String(raw.version), python: String(raw.python), files };
}
