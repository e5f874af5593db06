// Runs in_pyodide.py in Node, in the very Python that the browser gets. Reads {pyodide, wheel,
// script, modules, out} as JSON on stdin; writes the zip and prints what the script returns.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Node would print the line of Pyodide's source, which is one line of a megabyte.
process.on("uncaughtException", (error) => {
  console.error(String(error?.message ?? error));
  process.exit(1);
});
const given = JSON.parse(readFileSync(0, "utf-8"));
const { loadPyodide } = await import(pathToFileURL(`${given.pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({
  indexURL: given.pyodide,
  // A set in a constant is written in the order of its hashes.
  env: { PYTHONHASHSEED: "0" },
});
python.FS.writeFile("/python.zip", readFileSync(`${given.pyodide}/python_stdlib.zip`));
python.FS.writeFile("/engine.zip", readFileSync(given.wheel));
python.runPython(readFileSync(given.script, "utf-8"));
const told = python.globals.get("write_zip")(JSON.stringify(given.modules));
writeFileSync(given.out, python.FS.readFile("/out.zip"));
process.stdout.write(told);
