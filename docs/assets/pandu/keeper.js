/** The page's side of the service worker: started late, replaced only while no call is open. */

const CHANNEL = "pandu";
const ANSWER_MS = 400;
/** Over a slow line, after the page has all it needs itself. */
const KEEP_MS = 300_000;

/** Whether this page may have a service worker at all. */
export const mayKeep = () => "serviceWorker" in navigator && window.isSecureContext;

/**
 * Register the service worker, once the page has what it needs itself.
 * @param {string} address
 * @param {() => void} waiting Told when a new version is ready and waits.
 */
export async function startKeeper(address, waiting) {
  if (!mayKeep()) return;
  try {
    const registration = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
    if (registration.waiting && navigator.serviceWorker.controller) waiting();
    registration.addEventListener("updatefound", () => {
      const fresh = registration.installing;
      fresh?.addEventListener("statechange", () => {
        if (fresh.state === "installed" && navigator.serviceWorker.controller) waiting();
      });
    });
  } catch (error) {
    console.warn("Pandu: halaman tidak dapat disimpan untuk dipakai tanpa jaringan.", error);
  }
}

/** Look for a newer service worker. */
export async function lookForNewer() {
  if (!mayKeep()) return;
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.update().catch(() => {});
}

/** Whether a service worker answers for this page. */
export const isKept = () => mayKeep() && navigator.serviceWorker.controller !== null;

/** The version that the service worker of this page keeps; empty without one. */
export async function keptVersion() {
  const controller = mayKeep() ? navigator.serviceWorker.controller : null;
  const told = controller && (await asked(controller, { type: "versi" }, ANSWER_MS));
  return String(told?.version ?? "");
}

/**
 * Ask a service worker; null if it does not answer in time.
 * @param {ServiceWorker} worker
 * @param {object} question
 * @param {number} patienceMs
 * @returns {Promise<{version?: string, kept?: boolean} | null>}
 */
function asked(worker, question, patienceMs) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(null), patienceMs);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(data);
    };
    worker.postMessage(question, [port2]);
  });
}

/**
 * Let the service worker keep what has just started.
 * @param {string[]} addresses
 * @returns {Promise<boolean>} Whether all of it is kept now; pending for ever without a service worker.
 */
export async function keepForLater(addresses) {
  if (!mayKeep()) return false;
  const { active } = await navigator.serviceWorker.ready;
  return active !== null && Boolean((await asked(active, { type: "simpan", addresses }, KEEP_MS))?.kept);
}

/**
 * Answer other tabs that ask whether a call is open here.
 * @param {() => boolean} callOpen
 */
export function answerTabs(callOpen) {
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data?.type === "panggilan?" && callOpen()) channel.postMessage({ type: "panggilan terbuka" });
  };
}

/**
 * Ask all tabs whether a call is open in one of them.
 * @returns {Promise<boolean>}
 */
export async function callElsewhere() {
  if (typeof BroadcastChannel === "undefined") return false;
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise((resolve) => {
    const done = (/** @type {boolean} */ open) => {
      channel.close();
      resolve(open);
    };
    channel.onmessage = ({ data }) => {
      if (data?.type === "panggilan terbuka") done(true);
    };
    channel.postMessage({ type: "panggilan?" });
    setTimeout(() => done(false), ANSWER_MS);
  });
}

/** Let the version that waits take over; every page without a call then loads itself anew. */
export async function takeOver() {
  const registration = mayKeep() ? await navigator.serviceWorker.getRegistration() : null;
  if (registration?.waiting) registration.waiting.postMessage({ type: "pakai" });
  else location.reload();
}

/** Take every service worker and all that was kept away. */
export async function forgetKept() {
  if (!mayKeep()) return;
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith("pandu-")) await caches.delete(name);
}
