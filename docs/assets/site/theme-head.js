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
  window.__md_get = (key, storage, scope = window.__md_scope) => {
    try {
      return JSON.parse((storage ?? localStorage).getItem(`${scope.pathname}.${key}`) ?? "null");
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
