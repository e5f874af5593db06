// @ts-check
/**
 * Small services of every page: opening the search, the menu by keyboard, and where the
 * focus goes after an instant navigation.
 */

/** @param {string} name @returns {HTMLInputElement | null} */
const toggle = (name) => document.querySelector(`[data-md-toggle="${name}"]`);

/** Opens Material's search and puts the cursor into it. */
function openSearch() {
  const box = toggle("search");
  if (box && !box.checked) box.click();
  /** @type {HTMLInputElement | null} */
  const field = document.querySelector("[data-md-component=search-query]");
  field?.focus();
  field?.select();
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-p-search]")) openSearch();
  if (target?.closest("[data-p-toggle=drawer]")) toggle("drawer")?.click();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openSearch();
  }
  const drawer = toggle("drawer");
  if (event.key === "Escape" && drawer?.checked) drawer.click();
});

let first = true;
document$.subscribe(() => {
  const menu = document.querySelector("[data-p-toggle=drawer]");
  const drawer = toggle("drawer");
  if (menu && drawer) {
    const show = () => menu.setAttribute("aria-expanded", String(drawer.checked));
    drawer.onchange = show;
    show();
  }
  // After an instant navigation the focus is on the body and nothing is announced.
  if (!first && !location.hash) {
    const heading = document.querySelector(".md-content h1");
    if (heading instanceof HTMLElement) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }
  first = false;
});
