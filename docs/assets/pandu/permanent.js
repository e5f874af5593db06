/**
 * Permanent addresses: the page that leads on, and the mark at the place they lead to. The mark
 * stays until the reader goes elsewhere.
 */

import { askedId, findId, shortened } from "./addresses-find.js";
import { fill, find, h } from "./dom.js";
import { isTyping } from "./keys.js";

const MARK = "p-tanda";

/** @param {HTMLElement} place Where the answer of the page of addresses stands. */
function leadOn(place) {
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const anchor of document.querySelectorAll("a[data-ke]")) {
    if (anchor instanceof HTMLAnchorElement) known.set(anchor.dataset["ke"] ?? "", anchor.href);
  }
  const asked = askedId(location.hash);
  if (!asked) return fill(place);
  const { name, guesses } = findId([...known.keys()], asked);
  const target = known.get(name);
  if (target) return location.replace(target);
  fill(
    place,
    h("p", {}, h("b", {}, `Tidak ada klausul atau naskah dengan id “${shortened(asked)}”.`)),
    guesses.length > 0 &&
      h(
        "p",
        {},
        "Yang mirip: ",
        ...guesses.flatMap((guess, index) => [
          index ? ", " : null,
          h("a", { class: "p-id", href: known.get(guess) ?? "" }, guess),
        ]),
        ".",
      ),
    h("p", {}, "Periksa penulisannya, atau cari di daftar di bawah ini."),
  );
}

/** Mark what the address names, open what hides it, and put the focus there. */
function mark() {
  for (const old of document.querySelectorAll(`.${MARK}`)) old.classList.remove(MARK);
  const id = askedId(location.hash);
  const place = id ? document.getElementById(id) : null;
  if (!place) return;
  const clause = place.matches(".p-clause") ? find(document, `.p-body[data-clause="${CSS.escape(id)}"]`) : null;
  if (!place.matches("[data-part]") && !clause) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) {
    fold.open = true;
  }
  place.classList.add(MARK);
  clause?.classList.add(MARK);
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  // A page is marked a frame after it is shown: whoever has begun to type by then goes on typing.
  if (!isTyping(document.activeElement)) place.focus({ preventScroll: true });
  place.scrollIntoView({ block: clause ? "start" : "center" });
}

function show() {
  const place = find(document, "[data-alamat]");
  if (place) leadOn(place);
  else mark();
}

window.addEventListener("hashchange", show);
document$.subscribe(() => requestAnimationFrame(show));
