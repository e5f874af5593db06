// Makes the search's data: records and words in, the same with a ready index out.
// Run by macros/publish/search.py in the build, with the engine the browser runs.

import { buildIndex } from "../../docs/assets/pandu/search/engine.js";

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const given = JSON.parse(input);
process.stdout.write(JSON.stringify({ ...given, index: buildIndex(given.records, given.words) }));
