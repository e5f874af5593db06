/**
 * Where the site begins. Material writes it for the first page of a tab and never anew, so it is
 * read once, against the address it was written for.
 */

function rootOf() {
  try {
    const base = JSON.parse(document.querySelector("#__config")?.textContent ?? "{}").base ?? ".";
    return new URL(`${String(base).replace(/\/$/, "")}/`, location.href).href;
  } catch {
    return new URL("./", location.href).href;
  }
}

export const ROOT = rootOf();
