/**
 * Keys. There is one rule: a key presses the visible button that carries it in
 * `data-key`. So no key exists that cannot be seen, and both walks share them.
 */

/** @typedef {{key: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean}} Stroke */

/** Material's own one-letter shortcuts; off here, except "/" which opens the search. */
const MATERIAL_KEYS = new Set(["n", "p", "f", "s", ",", "."]);
const LETTERS = /^[a-z0-9?]$/i;

/**
 * Name a stroke as `data-key` spells it: `1`, `C`, `Enter`, `Shift+Enter`, `Alt+ArrowLeft`.
 * @param {Stroke} stroke
 * @returns {string | null} Null where it is none of ours.
 */
export function keyName(stroke) {
  if (stroke.ctrlKey || stroke.metaKey) return null;
  if (stroke.altKey) return stroke.key === "ArrowLeft" ? "Alt+ArrowLeft" : null;
  if (stroke.key === "Enter") return stroke.shiftKey ? "Shift+Enter" : "Enter";
  return LETTERS.test(stroke.key) ? stroke.key.toUpperCase() : null;
}

/**
 * Tell whether somebody is typing there.
 * @param {Element | null} element
 */
export function isTyping(element) {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable) return true;
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  const silent = ["button", "checkbox", "radio", "submit", "reset"];
  return element instanceof HTMLInputElement && !silent.includes(element.type);
}

/**
 * Tell whether the element answers Enter by itself.
 * @param {Element | null} element
 */
const ownsEnter = (element) => Boolean(element?.closest("a[href], button:not(.p-pick), summary"));

/**
 * @param {Element} root
 * @param {string} name
 * @returns {HTMLElement | null}
 */
function buttonFor(root, name) {
  for (const element of root.querySelectorAll("[data-key]")) {
    if (element.getAttribute("data-key") !== name || !(element instanceof HTMLElement)) continue;
    if (element.checkVisibility() && !element.hasAttribute("disabled")) return element;
  }
  return null;
}

/**
 * Scroll the step, wherever on the desk the focus is.
 * @param {Element} desk
 * @param {number} pages
 */
function turnPage(desk, pages) {
  for (const body of desk.querySelectorAll(".p-step-body")) {
    if (body.checkVisibility()) body.scrollBy({ top: pages * body.clientHeight * 0.8 });
  }
}

/**
 * Listen for keys while a desk is on the page.
 * @param {object} setup
 * @param {() => Element | null} setup.root The desk, the strip back to it, or null where there is neither.
 * @param {() => boolean} setup.busy Strokes wait while this holds.
 * @param {() => boolean} setup.lettersOn Whether digits and letters work (WCAG 2.1.4).
 * @returns {{flush: () => void, forget: () => void}}
 */
export function installKeys({ root, busy, lettersOn }) {
  /** @type {string[]} */
  let waiting = [];

  /** @param {string} name */
  const press = (name) => {
    const desk = root();
    const open = document.querySelector("dialog[open]");
    const button = desk && buttonFor(open ?? desk, name);
    button?.click();
    return Boolean(button);
  };

  // On the document, so that Material's listener on the window can be kept out.
  document.addEventListener("keydown", (event) => {
    const desk = root();
    if (!desk || event.defaultPrevented || event.isComposing) return;
    const target = document.activeElement;
    const typing = isTyping(target);
    const name = keyName(event);
    if (typing) {
      typed(event, target, name, desk);
      return;
    }
    const ours = desk.matches(".p-desk");
    if (ours && MATERIAL_KEYS.has(event.key.toLowerCase()) && !event.ctrlKey && !event.metaKey) {
      event.stopPropagation();
    }
    const paging = event.key === "PageDown" || event.key === "PageUp";
    if (ours && paging && !document.querySelector("dialog[open]")) {
      turnPage(desk, event.key === "PageDown" ? 1 : -1);
      event.preventDefault();
    }
    if (!name || event.repeat) return;
    if (LETTERS.test(name) && !lettersOn()) return;
    if (name === "Enter" && ownsEnter(target)) return;
    if (busy()) {
      if (waiting.length < 8) waiting.push(name);
      event.preventDefault();
    } else if (press(name) || (ours && name === "Alt+ArrowLeft")) {
      event.preventDefault();
    }
  });

  /**
   * @param {KeyboardEvent} event
   * @param {Element | null} target
   * @param {string | null} name
   * @param {Element} desk
   */
  function typed(event, target, name, desk) {
    if (!target || !desk.contains(target)) return;
    if (event.key === "Escape") {
      /** @type {HTMLElement | null} */ (desk.querySelector(".p-step-title, h2[tabindex]"))?.focus();
      event.preventDefault();
    } else if (name === "Enter" || name === "Shift+Enter") {
      event.preventDefault();
      if (!busy()) press(name);
    } else if (name === "Alt+ArrowLeft" && !/Mac/.test(navigator.platform)) {
      event.preventDefault();
      if (!busy()) press(name);
    }
  }

  return {
    /** Press what was struck while the desk was busy. */
    flush() {
      while (waiting.length > 0 && !busy()) press(/** @type {string} */ (waiting.shift()));
    },
    /** Drop what is waiting: the step is not the one it was meant for. */
    forget() {
      waiting = [];
    },
  };
}
