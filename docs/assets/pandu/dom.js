/** Building nodes. Data only ever becomes a text node or an attribute, never markup. */

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>} Attributes */

/**
 * Make an element: `h("button", {class: "p-choice", onclick: run}, "Ya")`.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes] Functions become listeners, `false` and null are left out.
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.replace(/^on/, ""), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/**
 * Put nodes in the place of all that was there.
 * @param {Element} place
 * @param {...(Child | Child[])} children
 */
export function fill(place, ...children) {
  place.replaceChildren(
    .../** @type {(Node | string)[]} */ (children.flat().filter((child) => child || child === "")),
  );
}

/**
 * Put nodes in the place of all that was there, and leave untouched what stays: what is typed
 * there, the focus, what is scrolled and what is open.
 * @param {Element} place
 * @param {(Node | null)[]} nodes
 */
export function arrange(place, nodes) {
  const wanted = nodes.filter((node) => node !== null);
  const kept = new Set(wanted);
  for (const child of [...place.childNodes]) if (!kept.has(child)) child.remove();
  let next = place.firstChild;
  for (const node of wanted) {
    if (node === next) next = next.nextSibling;
    else place.insertBefore(node, next);
  }
}

/**
 * A key as it stands on its button.
 * @param {string} shown
 */
export function keycap(shown) {
  return h("kbd", { class: "p-key", "aria-hidden": "true" }, shown);
}

/**
 * Find one element of a kind, or null.
 * @param {ParentNode} place
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function find(place, selector) {
  return place.querySelector(selector);
}
