/**
 * Where the build has put what is not part of the page's own file: from the site's root. The build
 * puts names with hashes in this place; without them the sources beside this file are used.
 */

/** @typedef {{searchWorker: string, searchData: string}} Addresses */

/** @type {Addresses} */
export const ADDRESSES =
  typeof PANDU_ADDRESSES === "undefined"
    ? { searchWorker: "assets/pandu/search/search-worker.js", searchData: "search/pandu.json" }
    : PANDU_ADDRESSES;
