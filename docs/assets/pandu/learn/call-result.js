/** The end of a practice call: points, the way taken beside the right one, on the flow's map. */

import { h } from "../dom.js";
import { keyButton } from "../report.js";

/** @typedef {Record<string, any>} Screen */

const SVG = "http://www.w3.org/2000/svg";
const WRONG = "keliru";

/**
 * @param {Screen} screen
 * @param {object} setup
 * @param {string} setup.root
 * @param {string} setup.flow
 * @param {string} setup.late What the clock says; empty without one.
 * @param {() => void} setup.next
 * @param {() => void} setup.again
 * @param {() => void} setup.list
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function resultNodes(screen, { root, flow, late, next, again, list }) {
  const { result } = screen;
  const title = h("h2", { class: "p-latih-tanya", tabindex: "-1" }, `Selesai: ${screen.right} dari ${screen.of} tepat pada pilihan pertama`);
  const place = h("div", { class: "p-latih-peta", tabindex: "0", role: "region", "aria-label": "Peta alur; gulung untuk melihat seluruhnya" });
  void drawWay(place, new URL(`data/peta/${flow}.svg`, root).href, result);
  const element = h(
    "section",
    { class: "p-latih-hasil" },
    title,
    h("p", {}, "Hasil panggilan: ", h("b", {}, result.title), ". ", screen.wrong ? `${screen.wrong} kali keliru, semuanya dikembalikan.` : "Tanpa keliru.", late ? ` ${late}` : ""),
    h(
      "p",
      { class: "p-latih-tombol" },
      keyButton({ label: "Panggilan berikutnya", key: "Enter", kind: "p-button p-button-main", run: next }),
      keyButton({ label: "Ulangi panggilan ini", key: "U", run: again }),
      keyButton({ label: "Daftar panggilan", key: "D", run: list }),
    ),
    wrongNodes(result),
    openNodes(result),
    h("h3", { class: "p-latih-label" }, "Jalan di peta"),
    h("p", { class: "p-latih-tentang" }, "Kartu bergaris tebal: jalan yang benar. Kartu bertulisan “keliru”: ke sana pilihan Anda membawa."),
    place,
    h("h3", { class: "p-latih-label" }, `Klausul yang dijumpai (${result.clauses.length})`),
    h(
      "p",
      { class: "p-latih-klausul-semua" },
      result.clauses.map((/** @type {{id: string, url: string, title: string}} */ clause) => [
        h("a", { class: "p-ref", href: clause.url ? new URL(clause.url, root).href : null, title: clause.title }, clause.id),
        " ",
      ]).flat(),
    ),
  );
  return { element, focus: () => title.focus({ preventScroll: true }) };
}

/** @param {Screen} result */
function wrongNodes(result) {
  if (result.wrongs.length === 0) return null;
  const rows = result.wrongs.map((/** @type {Screen} */ row) =>
    h(
      "li",
      {},
      h("b", {}, [row.number, row.title].filter(Boolean).join(" · ")),
      h("p", { class: "is-keliru" }, row.picked, row.ran ? h("span", { class: "p-latih-milik" }, ` Sampai di “${row.ran}”.`) : null),
      h("p", { class: "is-tepat" }, row.right || "Tidak Ada Angka"),
    ),
  );
  return [h("h3", { class: "p-latih-label" }, "Yang keliru, di samping yang tepat"), h("ol", { class: "p-latih-daftar-keliru" }, rows)].reduce(
    (whole, node) => (whole.append(node), whole),
    h("div", {}),
  );
}

/** @param {Screen} result */
function openNodes(result) {
  if (result.open.length === 0) return null;
  return h(
    "aside",
    { class: "p-note p-note-diam" },
    h("p", { class: "p-note-kind" }, "SOP TIDAK MENGATUR"),
    result.open.map((/** @type {{text: string, note: string}} */ row) => h("p", {}, h("b", {}, row.text), row.note ? `. ${row.note}` : "")),
  );
}

/**
 * @param {HTMLElement} place
 * @param {string} address
 * @param {Screen} result
 */
async function drawWay(place, address, result) {
  const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  const text = response?.ok ? await response.text() : "";
  const drawing = new DOMParser().parseFromString(text || "<svg/>", "image/svg+xml").documentElement;
  if (!text || drawing.nodeName !== "svg") {
    place.append(h("p", {}, "Peta tidak dapat diambil; jalannya tertulis di atas."));
    return;
  }
  const map = document.importNode(drawing, true);
  place.append(map);
  for (const visit of result.way) cardOf(map, visit.card, visit.key)?.classList.add("is-lewat");
  if (result.outcome) cardOf(map, `hasil-${result.outcome}`, "")?.classList.add("is-lewat");
  const right = new Set([...map.querySelectorAll(".is-lewat")]);
  for (const { goal } of result.wrongs) {
    const card = goal ? cardOf(map, goal, goal.replace(/^langkah-/, "")) : null;
    if (card && !right.has(card)) markWrong(card);
  }
}

/**
 * The card of a step; steps of a shared part stand on the part's own card.
 * @param {Element} map
 * @param {string} anchor
 * @param {string} key
 */
function cardOf(map, anchor, key) {
  const room = (key.split("/")[0] ?? "").replace(/@\d+$/, "");
  for (const name of [anchor, `bagian-${room}`, `lalu-${room}`]) {
    const card = map.querySelector(`#${CSS.escape(`peta-${name}`)}`);
    if (card) return card;
  }
  return null;
}

/** By form and word, not by colour alone. @param {Element} card */
function markWrong(card) {
  if (card.classList.contains("is-keliru")) return;
  card.classList.add("is-keliru");
  const base = card.querySelector(".p-peta-dasar");
  if (!(base instanceof SVGGraphicsElement)) return;
  const box = base.getBBox();
  const label = document.createElementNS(SVG, "text");
  label.setAttribute("class", "p-latih-cap-peta");
  label.setAttribute("x", String(box.x + box.width / 2));
  label.setAttribute("y", String(box.y - 4));
  label.setAttribute("text-anchor", "middle");
  label.textContent = `✕ ${WRONG}`;
  card.append(label);
}
