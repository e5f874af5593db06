/**
 * Python's memory put back as it was when the build took a picture of it; see snapshot.mjs for
 * what the file holds. Pyodide is handed only the head, which it checks; the pages that differ
 * from a fresh module's memory are written where Pyodide would copy all of it.
 */

const HEAD_AT = 16;

/**
 * What `loadPyodide` is given for it.
 * @param {Uint8Array<ArrayBuffer>} file Checked by its hash before.
 * @param {(settings: any) => Promise<any>} createPyodideModule
 * @param {(heap: Uint8Array) => void} onHeap
 */
export function fromSnapshot(file, createPyodideModule, onHeap) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [page, heap, head, count] = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
  if (!page || !heap || !head || count === undefined) throw new Error("potret memori kosong");
  const numbers = HEAD_AT + head;
  const pages = numbers + 4 * count;
  if (file.byteLength !== pages + page * count) throw new Error("potret memori tidak utuh");
  return {
    _loadSnapshot: file.slice(HEAD_AT, numbers),
    /** @param {any} settings */
    async createPyodideModule(settings) {
      settings.INITIAL_MEMORY = heap;
      const made = await createPyodideModule(settings);
      const memory = /** @type {Uint8Array} */ (made.HEAPU8);
      if (memory.byteLength !== heap) throw new Error("memori berukuran lain");
      for (let nth = 0; nth < count; nth += 1) {
        const from = pages + nth * page;
        memory.set(file.subarray(from, from + page), view.getUint32(numbers + 4 * nth, true) * page);
      }
      onHeap(memory);
      return made;
    },
  };
}
