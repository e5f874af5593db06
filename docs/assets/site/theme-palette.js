// @ts-check
/** Applies the remembered light or dark choice before the first paint of the page. */
(() => {
  /** @type {{color?: Record<string, string>} | null} */
  const chosen = window.__md_get("__palette");
  const scheme =
    chosen?.color?.["scheme"] ??
    (matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default");
  if (scheme === "slate" || scheme === "default") {
    document.body.setAttribute("data-md-color-scheme", scheme);
  }
})();
