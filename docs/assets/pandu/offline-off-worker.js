/** The service worker of a site that wants none: it takes itself and all that was kept away. */

/** @type {ServiceWorkerGlobalScope} */
const scope = /** @type {any} */ (self);

scope.addEventListener("install", () => void scope.skipWaiting());
scope.addEventListener("activate", (event) => {
  const leave = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("pandu-")).map((name) => caches.delete(name)));
    await scope.registration.unregister();
  };
  event.waitUntil(leave());
});
