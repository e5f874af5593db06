// Ranks clauses for questions with the engine the browser runs: {records, words, queries} in on
// stdin, a list of clause ids for each question out. For checks that need no browser.

import { SearchEngine } from "../../docs/assets/pandu/search/engine.js";

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const { records, words, queries } = JSON.parse(input);
const engine = new SearchEngine(records, words);
const rankings = queries.map((text) =>
  engine.search(text, { half: true, limit: 40 }).map(({ entry }) => entry.clause ?? ""),
);
process.stdout.write(JSON.stringify(rankings));
