// @ts-check
/**
 * The helpers Material defines in an inline script, as a file: no inline script is left,
 * so that a strict content security policy holds. Runs before everything else.
 */
(() => {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  window.__md_scope = new URL("../../", own);
  window.__md_hash = (text) =>
    [...text].reduce((hash, char) => (hash << 5) - hash + char.charCodeAt(0), 0);
  /**
   * Whether the theme can use what was kept: a damaged choice of colours would stop its script.
   * @param {string} key @param {any} value
   */
  const isSound = (key, value) =>
    key !== "__palette" ||
    (Number.isInteger(value?.index) && value.index >= 0 && typeof value.color === "object");
  window.__md_get = (key, storage, scope = window.__md_scope) => {
    try {
      const kept = (storage ?? localStorage).getItem(`${scope.pathname}.${key}`);
      const value = JSON.parse(kept ?? "null");
      return isSound(key, value) ? value : null;
    } catch {
      return null;
    }
  };
  window.__md_set = (key, value, storage, scope = window.__md_scope) => {
    try {
      (storage ?? localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
    } catch {
      // A blocked or full store only means that the choice is not remembered.
    }
  };
})();
