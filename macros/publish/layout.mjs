// Lays out maps with Graphviz: a JSON list of DOT texts in, a list of positions out.
// Run by macros/publish/layout.py in the build; never sent to a reader.

import { instance } from "@viz-js/viz";

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const viz = await instance();

/**
 * @param {string} text Numbers separated by commas or spaces, Graphviz' "1,2 3,4".
 * @returns {number[]}
 */
const numbers = (text) => text.split(/[ ,]/).filter(Boolean).map(Number);

/** @param {string} dot */
function layOut(dot) {
  const drawn = viz.render(dot, { format: "json0" });
  if (drawn.status !== "success") throw new Error(drawn.errors.map((e) => e.message).join("; "));
  const graph = JSON.parse(drawn.output);
  const objects = graph.objects ?? [];
  const nodes = objects.filter((o) => o.pos !== undefined);
  const clusters = objects.filter((o) => o.bb !== undefined && o.pos === undefined);
  return {
    box: numbers(graph.bb),
    nodes: Object.fromEntries(nodes.map((o) => [o.id, numbers(o.pos)])),
    clusters: Object.fromEntries(clusters.map((o) => [o.id, numbers(o.bb)])),
    lines: Object.fromEntries(
      (graph.edges ?? []).map((edge) => [
        edge.id,
        {
          tip: numbers(edge.pos.match(/e,(\S+)/)?.[1] ?? ""),
          path: numbers(edge.pos.replace(/[es],\S+/g, "")),
          label: numbers(edge.lp ?? ""),
        },
      ]),
    ),
  };
}

process.stdout.write(JSON.stringify(JSON.parse(input).map(layOut)));
