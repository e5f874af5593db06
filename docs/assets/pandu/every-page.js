/** Pages come and go without a reload: what looks after a page is told of each of them. */

/**
 * Look at this page and at every one that instant navigation brings.
 * @param {() => void} look
 */
export function onEveryPage(look) {
  if (typeof document$ !== "undefined") document$.subscribe(look);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", look);
  else look();
}
