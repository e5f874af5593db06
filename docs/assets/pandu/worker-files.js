/** Files of the runtime in the worker: fetched whole, checked by hash before anything runs. */

/** @typedef {import("./protocol.js").FaultCode} FaultCode */
/** @typedef {import("./protocol.js").RuntimeFile} RuntimeFile */

/** A start that failed, with its code. */
export class StartFault extends Error {
  /**
   * @param {FaultCode} code
   * @param {string} detail
   * @param {string} [file] Which file it is about, by its name.
   */
  constructor(code, detail, file = "") {
    super(detail);
    this.code = code;
    this.file = file;
  }
}

/** No byte for this long is a line that hangs. */
export const SILENCE_MS = 4_500;

/**
 * Wait for something, but not longer than a line may be silent.
 * @template T
 * @param {Promise<T>} promise
 * @param {RuntimeFile} file
 * @param {() => void} abort
 * @returns {Promise<T>}
 */
function withoutHanging(promise, file, abort) {
  return new Promise((resolve, reject) => {
    const timer = self.setTimeout(() => {
      abort();
      reject(new StartFault("terlalu-lama", `${file.name}: tidak ada bita lagi`, file.name));
    }, SILENCE_MS);
    promise.then(resolve, reject).finally(() => self.clearTimeout(timer));
  });
}

/**
 * Fetch a file; one whose hash is wrong is fetched once more, past every cache.
 * @param {RuntimeFile} file
 * @param {(bytes: number) => void} arrived
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function fetchChecked(file, arrived) {
  try {
    return await fetchOnce(file, "default", arrived);
  } catch (error) {
    if (!(error instanceof StartFault) || error.code !== "berkas-rusak") throw error;
    return await fetchOnce(file, "reload", () => {});
  }
}

/**
 * @param {RuntimeFile} file
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} arrived
 */
async function fetchOnce(file, cache, arrived) {
  // A page that is not on https has no crypto of its own; then the browser checks, without
  // telling how far it is.
  const checking = self.crypto.subtle ? {} : { integrity: `sha256-${base64(file.sha256)}` };
  const ender = new AbortController();
  let response;
  try {
    const asked = fetch(file.address, { credentials: "same-origin", cache, signal: ender.signal, ...checking });
    response = await withoutHanging(asked, file, () => ender.abort());
  } catch (error) {
    if (error instanceof StartFault) throw error;
    throw new StartFault("berkas-tidak-ada", `${file.name}: ${error}`, file.name);
  }
  if (!response.ok || !response.body) {
    throw new StartFault("berkas-tidak-ada", `${file.name}: ${response.status}`, file.name);
  }
  const bytes = await readWhole(response.body.getReader(), file, arrived);
  if (self.crypto.subtle && (await sha256(bytes)) !== file.sha256) {
    throw new StartFault("berkas-rusak", `${file.name}: isinya bukan yang diterbitkan`, file.name);
  }
  return bytes;
}

/**
 * Read a body into one array of the size that was promised.
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {RuntimeFile} file
 * @param {(bytes: number) => void} arrived
 */
async function readWhole(reader, file, arrived) {
  const bytes = new Uint8Array(file.bytes);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await withoutHanging(reader.read(), file, () => {});
      if (done) break;
      if (length + value.byteLength > file.bytes) throw new Error("lebih panjang dari yang diterbitkan");
      bytes.set(value, length);
      length += value.byteLength;
      arrived(value.byteLength);
    }
  } catch (error) {
    void reader.cancel().catch(() => {});
    if (error instanceof StartFault) throw error;
    throw new StartFault("berkas-rusak", `${file.name}: ${error}`, file.name);
  }
  if (length !== file.bytes) throw new StartFault("berkas-rusak", `${file.name}: terpotong`, file.name);
  return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
export async function sha256(bytes) {
  const hash = new Uint8Array(await self.crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} hex */
function base64(hex) {
  const bytes = hex.match(/../g) ?? [];
  return btoa(bytes.map((byte) => String.fromCharCode(parseInt(byte, 16))).join(""));
}
