/**
 * The map of the flow: a drawing made in the build, in a dialog. This only opens it, marks
 * where the call stands, and says which step was chosen.
 */

/** @typedef {{keys: string[], outcome: string | null}} Way Steps passed, the current one last. */

/** @param {string} key */
export const anchorOf = (key) => `langkah-${key.replace(/@\d+/g, "").replaceAll("/", "-")}`;

/**
 * The card of a step; steps of a shared part stand on the part's own card.
 * @param {string} key
 */
function cardOf(key) {
  const room = (key.split("/")[0] ?? "").replace(/@\d+$/, "");
  const names = [anchorOf(key), key, `bagian-${room}`, `lalu-${room}`];
  return names.map((name) => document.getElementById(`peta-${name}`)).find((card) => card !== null);
}

/**
 * @param {object} setup
 * @param {() => Way} setup.way Where the call stands.
 * @param {(anchor: string) => void} setup.choose A step or an outcome was chosen.
 */
export function createMap({ way, choose }) {
  const dialog = document.getElementById("peta");
  if (!(dialog instanceof HTMLDialogElement)) return { show() {} };
  const frame = /** @type {HTMLElement} */ (dialog.querySelector(".p-peta-bingkai"));

  dialog.addEventListener("click", (event) => {
    const card = event.target instanceof Element ? event.target.closest("a.p-peta-kartu") : null;
    if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
    choose((card.getAttribute("xlink:href") ?? "").replace(/^[^#]*#/, ""));
  });

  /** Mark the way taken; return the card to look at first. */
  const mark = () => {
    for (const card of dialog.querySelectorAll(".is-lewat, .is-kini")) {
      card.classList.remove("is-lewat", "is-kini");
      card.removeAttribute("aria-current");
    }
    const { keys, outcome } = way();
    const cards = keys.map(cardOf);
    if (outcome) cards.push(document.getElementById(`peta-hasil-${outcome}`) ?? undefined);
    for (const card of cards) card?.classList.add("is-lewat");
    const now = cards.at(-1) ?? dialog.querySelector(".p-peta-kartu");
    if (cards.length > 0) {
      now?.classList.add("is-kini");
      now?.setAttribute("aria-current", "step");
    }
    return now;
  };

  return {
    /** Open the map and bring the current step to its middle. */
    show() {
      if (!dialog.open) dialog.showModal();
      const now = mark();
      frame.focus({ preventScroll: true });
      if (!now) return;
      const [card, place] = [now.getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.scrollBy({
        left: card.x + card.width / 2 - place.x - place.width / 2,
        top: card.y + card.height / 2 - place.y - place.height / 3,
        behavior: "instant",
      });
    },
  };
}
