// Asks each search in a real browser; every function returns the ids or addresses it ranks.
// Loaded by tools/search_eval/engines.py into a page of the built site.

const TOP = 20;

/** @param {Worker} worker @param {(data: any) => boolean} wanted */
const message = (worker, wanted) =>
  new Promise((resolve) => {
    const heard = ({ data }) => {
      if (!wanted(data)) return;
      worker.removeEventListener("message", heard);
      resolve(data);
    };
    worker.addEventListener("message", heard);
  });

/** The search as it is shipped: its worker, its data. */
export async function shipped(queries) {
  const worker = new Worker("/assets/pandu/search/search-worker.js", { type: "module" });
  const ready = message(worker, (data) => data.type !== "found");
  worker.postMessage({ type: "open", data: new URL("/search/pandu.json", location.href).href });
  const up = await ready;
  if (up.type === "failed") throw new Error(up.detail);
  const found = [];
  for (const [id, text] of queries.entries()) {
    const began = performance.now();
    const reply = message(worker, (data) => data.id === id || data.type === "failed");
    worker.postMessage({ type: "ask", id, text, role: "", document: "", limit: 24 });
    const { hits, detail } = await reply;
    if (!hits) throw new Error(detail);
    found.push({ ranking: hits.map((hit) => hit.clause), ms: performance.now() - began });
  }
  worker.terminate();
  return found;
}

/** Material's own worker with the same records. */
export async function material(queries, name) {
  const { config, docs } = await (await fetch("/search/search_index.json")).json();
  const worker = new Worker(`/assets/javascripts/workers/${name}`);
  const ready = message(worker, (data) => data.type === 1);
  worker.postMessage({ type: 0, data: { config, docs, options: { suggest: false } } });
  await ready;
  const found = [];
  for (const text of queries) {
    const began = performance.now();
    const reply = message(worker, (data) => data.type === 3);
    worker.postMessage({ type: 2, data: text });
    const { data } = await reply;
    const places = data.items.flat().map((item) => item.location);
    found.push({ ranking: places, ms: performance.now() - began });
  }
  worker.terminate();
  return found;
}

/** MiniSearch as VitePress sets it up: fuzzy 0.2, prefix, titles and texts. */
export async function vitepress(queries, records) {
  const { default: MiniSearch } = await import("/__ukur__/minisearch.js");
  const index = new MiniSearch({
    fields: ["title", "text"],
    searchOptions: { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2 } },
  });
  index.addAll(records);
  return queries.map((text) => {
    const began = performance.now();
    const ranking = index.search(text).slice(0, TOP).map(({ id }) => id);
    return { ranking, ms: performance.now() - began };
  });
}

/** Pagefind over the same records. */
export async function pagefind(queries) {
  const engine = await import("/__ukur__/pagefind/pagefind.js");
  await engine.options({ bundlePath: "/__ukur__/pagefind/" });
  await engine.init();
  const found = [];
  for (const text of queries) {
    const began = performance.now();
    const { results } = await engine.search(text);
    const top = await Promise.all(results.slice(0, TOP).map((result) => result.data()));
    const ranking = top.map(({ url }) => url.replace(/^.*\//, ""));
    found.push({ ranking, ms: performance.now() - began });
  }
  return found;
}
