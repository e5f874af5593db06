// Indexes records with Pagefind: {records, out} in on stdin, its bundle written to `out`.

import { close, createIndex } from "pagefind";

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const { records, out } = JSON.parse(input);
const { index, errors } = await createIndex({ forceLanguage: "id" });
if (!index) throw new Error(errors.join("\n"));
for (const { id, title, text } of records) {
  const added = await index.addCustomRecord({ url: `/${id}`, content: `${title}\n${text}`, language: "id", meta: { title } });
  if (added.errors.length) throw new Error(added.errors.join("\n"));
}
await index.writeFiles({ outputPath: out });
await close();
