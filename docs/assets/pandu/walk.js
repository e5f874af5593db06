/**
 * The walk without Python. Its steps are in the page; this only shows one at a time,
 * draws the way taken and remembers plain answers, so that Python can take them over.
 */

import { fill, find, h } from "./dom.js";

/** @typedef {import("./call.js").Remembered} Remembered */
/** @typedef {{anchor: string, title: string, number: string, answer: string}} Passed */

/**
 * @param {HTMLElement} desk
 */
export function createWalk(desk) {
  const place = /** @type {HTMLElement} */ (find(desk, ".p-walk"));
  const sections = [...place.querySelectorAll(":scope > .p-step")].filter(
    (section) => section instanceof HTMLElement,
  );
  /** @type {Remembered[]} Grows while it is being replayed. */
  const memory = [];
  /** @type {Passed[]} */
  let passed = [];
  let current = sections[0];
  /** Where the walk stands while another step is only being read. @type {HTMLElement | undefined} */
  let resting;

  /** @param {Element} section */
  const describe = (section) => {
    const title = section.querySelector(".p-step-name")?.textContent?.trim() ?? "";
    const number = section.querySelector(".p-step-number")?.textContent?.trim() ?? "";
    return { anchor: section.id, title, number: number.replace(/^Langkah\s*/, ""), answer: "" };
  };

  const drawTrail = () => {
    const list = find(desk, ".p-trail-list");
    if (!list || !current) return;
    const items = [...passed, describe(current)];
    const folded = find(desk, "[data-folded=trail]");
    if (folded) folded.textContent = `${items.length} langkah`;
    fill(
      list,
      items.map((item, index) =>
        trailItem({ ...item, current: index === passed.length }, () => goBackTo(index)),
      ),
    );
  };

  /**
   * @param {HTMLElement | undefined} section
   * @param {boolean} [focus]
   */
  const show = (section, focus = true) => {
    if (!section) return;
    current = section;
    for (const other of sections) other.classList.toggle("is-now", other === section);
    place.classList.add("is-paged");
    if (!resting) drawTrail();
    const title = find(section, ".p-step-title");
    if (title) title.tabIndex = -1;
    if (focus) title?.focus({ preventScroll: true });
    find(desk, ".p-stage")?.scrollTo(0, 0);
    window.scrollTo(0, 0);
  };

  /** @param {number} index */
  const goBackTo = (index) => {
    const item = passed[index];
    if (!item) return;
    resting = undefined;
    passed = passed.slice(0, index);
    memory.length = Math.min(memory.length, index);
    show(byAnchor(item.anchor));
  };

  /** @param {string} anchor */
  const byAnchor = (anchor) => sections.find((section) => section.id === anchor);

  place.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.p-way") : null;
    const target = link && byAnchor((link.getAttribute("href") ?? "").replace(/^[^#]*#/, ""));
    if (!link || !target || !current) return;
    // The address stays as it is: a reload begins a fresh call, not one in its middle.
    event.preventDefault();
    event.stopPropagation();
    if (resting) {
      show(target);
      return;
    }
    const { fact, value, label } = /** @type {HTMLElement} */ (link).dataset;
    const key = current.dataset.step ?? "";
    if (memory.length === passed.length) {
      if (fact && value !== undefined) memory.push({ key, answers: { [fact]: value } });
      else if (link.hasAttribute("data-pass")) memory.push({ key, answers: null });
    }
    passed.push({ ...describe(current), answer: fact ? (label ?? "") : "" });
    show(target);
  });

  return {
    memory,
    /** Begin with the first step, or with the one the address names. */
    open() {
      const named = byAnchor(decodeURIComponent(location.hash.slice(1)));
      show(named ?? sections[0], false);
      return named !== undefined && named !== sections[0];
    },
    /**
     * Show the step where Python left off, with the way until there.
     * @param {string} anchor
     * @param {Passed[]} way
     */
    resume(anchor, way) {
      resting = undefined;
      passed = way;
      memory.length = 0;
      show(byAnchor(anchor) ?? sections[0]);
    },
    /**
     * Show the way of a call that was kept, by the anchors of its steps, the current one last.
     * @param {string[]} anchors
     */
    resumeWay(anchors) {
      const way = anchors.map(byAnchor).filter((section) => section !== undefined);
      const last = way.pop();
      passed = way.map(describe);
      memory.length = 0;
      show(last ?? sections[0], false);
    },
    /**
     * Show a step to read it; what was answered and where the walk stands stay as they are.
     * @param {string} anchor
     * @returns {boolean} Whether there is such a step.
     */
    peek(anchor) {
      const target = byAnchor(anchor);
      if (target) {
        resting ??= current;
        show(target);
      }
      return target !== undefined;
    },
    /**
     * Go back from reading to where the walk stands.
     * @param {boolean} [focus]
     */
    rest(focus = false) {
      const stood = resting;
      resting = undefined;
      if (stood) show(stood, focus);
    },
    /** The way so far, the current step last: keys of steps, the anchor of an outcome. */
    get keys() {
      const way = [...passed.map((item) => byAnchor(item.anchor)), resting ?? current];
      return way.map((section) => section?.dataset.step ?? section?.id ?? "");
    },
    /** Whether a step is only being read. */
    get peeking() {
      return resting !== undefined;
    },
    back() {
      if (passed.length > 0) goBackTo(passed.length - 1);
    },
    reset() {
      resting = undefined;
      passed = [];
      memory.length = 0;
      show(sections[0]);
    },
    /** Whether anything was done that a new call would lose. */
    get begun() {
      return passed.length > 0;
    },
  };
}

/** @typedef {ReturnType<typeof createWalk>} Walk */

/**
 * What of a place fits in the narrow column: `C.I.1, tabel 1` gives `C.I.1`.
 * @param {string} number
 */
function shortNumber(number) {
  const first = number.split(/[ ,]/)[0] ?? "";
  return first !== "" && first.length <= 6 ? first : "·";
}

/**
 * One line of the trail: what was answered, and to which step it belongs.
 * @param {{number: string, title: string, answer: string, current: boolean}} item
 * @param {() => void} go
 */
export function trailItem(item, go) {
  return h(
    "li",
    { class: item.current ? "p-trail-item is-current" : "p-trail-item" },
    h(
      "button",
      { type: "button", class: "p-trail-button", "aria-current": item.current ? "step" : null, onclick: go },
      h("span", { class: "p-trail-number" }, shortNumber(item.number)),
      h(
        "span",
        { class: "p-trail-words" },
        h("span", { class: "p-trail-title" }, item.title),
        item.answer ? h("span", { class: "p-trail-answer" }, item.answer) : null,
      ),
    ),
  );
}
