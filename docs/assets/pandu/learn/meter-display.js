/** The display of the imitated kWh meter: cells of fourteen bars, drawn by ourselves. */

export const CELLS = 8;
/** Units of one cell: 20 wide and 34 high, with room for the dot and the lean. */
const [WIDTH, HEIGHT, STEP] = [20, 34, 28];

/** @type {Record<string, string>} Each bar as a polygon in its cell. */
const BARS = {
  a: "3,0 17,0 15,3.4 5,3.4",
  b: "20,2 20,15.5 18.3,16.6 16.6,15 16.6,5",
  c: "20,18.5 20,32 16.6,29 16.6,19 18.3,17.4",
  d: "3,34 17,34 15,30.6 5,30.6",
  e: "0,18.5 0,32 3.4,29 3.4,19 1.7,17.4",
  f: "0,2 0,15.5 1.7,16.6 3.4,15 3.4,5",
  g: "2.4,17 4,15.4 8.6,15.4 9.6,17 8.6,18.6 4,18.6",
  h: "10.4,17 11.4,15.4 16,15.4 17.6,17 16,18.6 11.4,18.6",
  i: "4.2,4.4 6.4,4.4 8.6,11.4 8.6,14.6 7.4,14.6 4.2,8",
  j: "8.7,4.4 11.3,4.4 11.3,14.6 10,16 8.7,14.6",
  k: "15.8,4.4 13.6,4.4 11.4,11.4 11.4,14.6 12.6,14.6 15.8,8",
  l: "15.8,29.6 13.6,29.6 11.4,22.6 11.4,19.4 12.6,19.4 15.8,26",
  m: "8.7,29.6 11.3,29.6 11.3,19.4 10,18 8.7,19.4",
  n: "4.2,29.6 6.4,29.6 8.6,22.6 8.6,19.4 7.4,19.4 4.2,26",
};

/** @type {Record<string, string>} Which bars light up for a sign. */
const SIGNS = {
  0: "abcdef", 1: "bc", 2: "abdegh", 3: "abcdgh", 4: "bcfgh",
  5: "acdfgh", 6: "acdefgh", 7: "abc", 8: "abcdefgh", 9: "abcdfgh",
  A: "abcefgh", B: "abcdhjm", C: "adef", D: "abcdjm", E: "adefgh", F: "aefgh", G: "acdefh",
  H: "bcefgh", I: "adjm", J: "bcde", K: "efgkl", L: "def", M: "bcefik", N: "bcefil", O: "abcdef",
  P: "abefgh", Q: "abcdefl", R: "abefghl", S: "acdfgh", T: "ajm", U: "bcdef", V: "efkn",
  W: "bcefln", X: "ikln", Y: "ikm", Z: "adkn", "-": "gh",
};

/** @typedef {{sign: string, dot: boolean}} Cell */

/**
 * Lay a text out on the cells, at the right like a number; a dot or comma takes no cell.
 * @param {string} text
 * @returns {Cell[]} As many as there are cells; a longer text shows its end.
 */
export function cellsOf(text) {
  /** @type {Cell[]} */
  const cells = [];
  for (const sign of text.toUpperCase()) {
    const before = cells.at(-1);
    if (sign !== "." && sign !== ",") cells.push({ sign, dot: false });
    else if (before && !before.dot) before.dot = true;
    else cells.push({ sign: " ", dot: true });
  }
  const shown = cells.slice(-CELLS);
  const empty = Array.from({ length: CELLS - shown.length }, () => ({ sign: " ", dot: false }));
  return [...empty, ...shown];
}

/**
 * The bars that light up for a sign; none for one that the display cannot show.
 * @param {string} sign
 */
export const barsOf = (sign) => SIGNS[sign] ?? "";

const SPACE = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function svg(name, attributes) {
  const element = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/**
 * Draw an empty display. It is a picture: what it says is told beside it.
 * @returns {{element: SVGElement, show: (text: string) => void}}
 */
export function drawDisplay() {
  const element = svg("svg", { class: "p-meter-segmen", viewBox: `0 0 ${CELLS * STEP + 6} 48`, "aria-hidden": "true", focusable: "false" });
  const cells = Array.from({ length: CELLS }, (_, at) => {
    const group = svg("g", { transform: `translate(${at * STEP + 9} 6) skewX(-5)` });
    const bars = Object.entries(BARS).map(([name, points]) => {
      const bar = svg("polygon", { points });
      group.append(bar);
      return { name, bar };
    });
    const dot = svg("rect", { x: WIDTH + 2.4, y: HEIGHT - 3.4, width: 3.4, height: 3.4 });
    group.append(dot);
    element.append(group);
    return { bars, dot };
  });
  return {
    element,
    show(text) {
      cellsOf(text).forEach(({ sign, dot }, at) => {
        const cell = cells[at];
        const lit = barsOf(sign);
        for (const { name, bar } of cell?.bars ?? []) bar.classList.toggle("is-nyala", lit.includes(name));
        cell?.dot.classList.toggle("is-nyala", dot);
      });
    },
  };
}
