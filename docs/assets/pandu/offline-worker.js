/**
 * Keeps one version of the site whole: every page from the first visit on, the runtime after it
 * has started once. The version before stays, so that a page of it finds what it still asks for.
 * A new version waits until a page says that no call is open.
 */

import { PrecacheController } from "workbox-precaching/PrecacheController.js";

/** @type {ServiceWorkerGlobalScope} */
const scope = /** @type {any} */ (self);

const { version, precache } = PANDU_RELEASE;
const PAGES = "pandu-halaman-";
const OWN = `${PAGES}${version}`;
const RUNTIME = "pandu-runtime";
/** A server that answers so is as good as none. */
const BROKEN = 500;
/** From the network or not at all: what is current, and what no longer may be used. */
const NEVER_KEPT = /\/(version\.json|sw\.js)$/;
/** Named by its content, so that what is kept is never old. */
const IMMUTABLE = /\/(runtime|assets\/app|search)\/[^/]+\.[0-9A-Za-z]{8,10}\.[a-z]+$/;

const pages = new PrecacheController({ cacheName: OWN });
pages.addToCacheList(precache);

scope.addEventListener("install", (event) => {
  event.waitUntil(pages.install(/** @type {any} */ (event)));
});
scope.addEventListener("activate", (event) => {
  event.waitUntil(dropOldVersions().then(() => scope.clients.claim()));
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
  else if (data?.type === "simpan" && Array.isArray(data.addresses)) event.waitUntil(keep(data.addresses));
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
 * Keep the runtime that has just started; what an older version alone used goes.
 * @param {unknown[]} addresses
 */
async function keep(addresses) {
  const wanted = addresses.filter(
    (address) => typeof address === "string" && address.startsWith(scope.registration.scope),
  );
  const cache = await caches.open(RUNTIME);
  for (const address of wanted) {
    const name = String(address);
    if (await cache.match(name)) continue;
    const response = await fetch(name, { credentials: "same-origin" }).catch(() => null);
    if (response?.ok) await cache.put(name, response);
  }
  const clients = await scope.clients.matchAll({ type: "window" });
  for (const client of clients) client.postMessage({ type: "tersimpan" });
}

/** Drop every version but this one and the one before. */
async function dropOldVersions() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== OWN);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}
