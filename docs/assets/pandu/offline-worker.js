/**
 * Keeps one version of the site whole: every page from the first visit on, the runtime after it
 * has started once. The version before stays, so that a page of it finds what it still asks for.
 * A new version waits until a page says that no call is open.
 */

import { PrecacheController } from "workbox-precaching/PrecacheController.js";

/** @type {ServiceWorkerGlobalScope} */
const scope = /** @type {any} */ (self);

const { version, precache, immutable: named } = PANDU_RELEASE;
const PAGES = "pandu-halaman-";
const OWN = `${PAGES}${version}`;
const RUNTIME = "pandu-runtime";
/** In the runtime's cache, what a version uses of it stands at this address. */
const LIST = new URL("pandu-runtime/", scope.registration.scope).href;
/** A server that answers so is as good as none. */
const BROKEN = 500;
/** From the network or not at all: what is current, and what no longer may be used. */
const NEVER_KEPT = /\/(version\.json|sw\.js)$/;
/** Named by its content, so that what is kept is never old. */
const IMMUTABLE = new RegExp(named);

/** @type {Promise<boolean>} */
let keeping = Promise.resolve(true);

const pages = new PrecacheController({ cacheName: OWN });
pages.addToCacheList(precache);

scope.addEventListener("install", (event) => {
  event.waitUntil(pages.install(/** @type {any} */ (event)));
});
scope.addEventListener("activate", (event) => {
  event.waitUntil(dropOldPages().then(dropOldRuntime).then(() => scope.clients.claim()));
});
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== scope.location.origin) return;
  if (NEVER_KEPT.test(address.pathname)) return;
  event.respondWith(answer(request, address));
});
scope.addEventListener("message", (event) => {
  const { data } = event;
  if (data?.type === "versi") event.ports[0]?.postMessage({ version });
  else if (data?.type === "pakai") void scope.skipWaiting();
  else if (data?.type === "simpan" && Array.isArray(data.addresses)) {
    // One after the other: what is kept later adds to what was kept before.
    keeping = keeping.then(() => keep(data.addresses)).catch(() => false);
    event.waitUntil(keeping.then((kept) => event.ports[0]?.postMessage({ kept })));
  }
});

/**
 * @param {Request} request
 * @param {URL} address
 */
async function answer(request, address) {
  // Somebody found that what is kept is broken, and asks past every cache.
  const afresh = request.cache === "reload" || request.cache === "no-store";
  const name = address.href.replace(/[?#].*$/, "");
  const key = pages.getCacheKeyForURL(name) ?? pages.getCacheKeyForURL(`${name}/`);
  if (key && !afresh) {
    const kept = await caches.match(key, { cacheName: OWN });
    if (kept) return kept;
  }
  if (IMMUTABLE.test(address.pathname)) return immutable(request, name, afresh);
  try {
    const response = await fetch(request);
    if (response.status < BROKEN) return response;
    throw new Error(`${response.status}`);
  } catch (error) {
    const older = await caches.match(name, { ignoreSearch: true });
    if (older) return older;
    if (request.mode === "navigate") return missing();
    throw error;
  }
}

/**
 * @param {Request} request
 * @param {string} name
 * @param {boolean} afresh
 */
async function immutable(request, name, afresh) {
  if (!afresh) {
    // Of whatever version: the name is the content.
    const kept = await caches.match(name, { ignoreSearch: true });
    if (kept) return kept;
  }
  const response = await fetch(request);
  if (response.ok && afresh) {
    const cache = await caches.open(RUNTIME);
    if (await cache.match(name)) await cache.put(name, response.clone());
  }
  return response;
}

/** A page that is not kept, with no server: say so in the house's own words. */
async function missing() {
  const html =
    "<!doctype html><html lang=id><meta charset=utf-8><meta name=viewport content='width=device-width'>" +
    "<title>Tidak ada jaringan · Pandu</title><h1>Halaman ini belum tersimpan</h1>" +
    "<p>Tidak ada jaringan, dan halaman ini tidak termasuk yang disimpan di komputer ini." +
    " <a href='./'>Kembali ke beranda</a></p></html>";
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/**
 * Keep the runtime that has just started, or a room of it that was opened.
 * @param {unknown[]} addresses
 * @returns {Promise<boolean>} Whether all of it is kept.
 */
async function keep(addresses) {
  const wanted = addresses.map(String).filter((name) => name.startsWith(scope.registration.scope));
  const cache = await caches.open(RUNTIME);
  let whole = true;
  for (const name of wanted) {
    if (await cache.match(name)) continue;
    const response = await fetch(name, { credentials: "same-origin" }).catch(() => null);
    // A full disk keeps nothing more; the network is still there.
    const put = response?.ok ? await cache.put(name, response).then(() => true, () => false) : false;
    whole &&= put;
  }
  const before = await (await cache.match(LIST + version))?.json();
  const used = [...new Set([...(before ?? []), ...wanted])];
  await cache.put(LIST + version, new Response(JSON.stringify(used))).catch(() => {});
  await dropOldRuntime();
  return whole;
}

/** Drop the pages of every version but this one and the one before. */
async function dropOldPages() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== OWN);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

/** Drop of the runtime what no version uses any more whose pages are here. */
async function dropOldRuntime() {
  const cache = await caches.open(RUNTIME);
  const here = (await caches.keys()).filter((name) => name.startsWith(PAGES)).map((name) => LIST + name.slice(PAGES.length));
  const used = new Set(here);
  for (const list of here) {
    const names = await (await cache.match(list))?.json();
    for (const name of names ?? []) used.add(name);
  }
  // A version that has not started yet has no list, and takes over what the one before has.
  for (const request of await cache.keys()) if (!used.has(request.url)) await cache.delete(request);
}
