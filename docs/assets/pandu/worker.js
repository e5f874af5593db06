/** The room Python runs in: it is brought up on one rung of the ladder, then it answers. */

import { StartFault } from "./worker-files.js";
import { startPython } from "./worker-python.js";
import { openRoom } from "./worker-room.js";

/** @typedef {import("./protocol.js").ToWorker} ToWorker */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */

/** @type {((message: string) => string) | null} */
let handle = null;
/** @type {import("pyodide").PyodideAPI | null} */
let running = null;

/** @param {FromWorker} message */
const tell = (message) => self.postMessage(message);

/** @param {Extract<ToWorker, {type: "boot"}>} order */
async function boot(order) {
  const started = performance.now();
  const python = await startPython(order, tell);
  tell({ type: "progress", stage: "impor", done: 0 });
  const bridge = python.pyimport("flow_engine.bridge");
  handle = /** @type {(message: string) => string} */ (bridge.handle);
  // Whatever a picture of the memory holds of chance is the same for everybody.
  if (order.rung === "kilat") python.runPython("import random; random.seed()");
  running = python;
  const memory = Number(/** @type {any} */ (python)._module?.HEAPU8?.byteLength ?? 0);
  tell({ type: "ready", ms: performance.now() - started, memory });
}

self.onmessage = (/** @type {MessageEvent<ToWorker>} */ event) => {
  const message = event.data;
  if (message.type === "boot") {
    boot(message).catch((error) => {
      const fault = error instanceof StartFault ? error : null;
      tell({ type: "failed", reason: fault?.code ?? "gagal-menyala", detail: String(error), file: fault?.file ?? "" });
    });
  } else if (message.type === "open") {
    openRoom(running, message).then(
      () => tell({ type: "result", id: message.id, message: "{}" }),
      (error) => {
        const reason = error instanceof StartFault ? error.code : "gagal-menyala";
        tell({ type: "fault", id: message.id, detail: String(error), reason });
      },
    );
  } else if (message.type === "call") {
    try {
      if (!handle) throw new Error("mesin belum siap");
      tell({ type: "result", id: message.id, message: handle(message.message) });
    } catch (error) {
      tell({ type: "fault", id: message.id, detail: String(error) });
    }
  }
};
