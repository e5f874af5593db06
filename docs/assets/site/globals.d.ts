/** What Material puts on the window, and what our moved theme scripts define for it. */

interface Subscribable<T> {
  subscribe(next: (value: T) => void): { unsubscribe(): void };
}

declare const document$: Subscribable<Document>;
declare const location$: Subscribable<URL>;

/** Put in by the build; see assets/pandu/addresses.js. */
declare const PANDU_ADDRESSES: { searchWorker: string; searchData: string };

interface Window {
  document$: Subscribable<Document>;
  __md_scope: URL;
  __md_hash(text: string): number;
  __md_get(key: string, storage?: Storage, scope?: URL): any;
  __md_set(key: string, value: unknown, storage?: Storage, scope?: URL): void;
}
