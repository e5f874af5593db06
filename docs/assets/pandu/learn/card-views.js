/** The three faces of the cards' page beside the card itself: the start, the answer, the end. */

import { h } from "../dom.js";
import { keyButton } from "../report.js";
import { wordingNodes } from "./card-draw.js";

/** @typedef {import("./card-draw.js").CardData} CardData */
/** @typedef {import("./card-stack.js").Today} Today */
/** @typedef {import("./card-stack.js").Judged} Judged */
/** @typedef {import("./card-stack.js").Offer} Offer */
/** @typedef {{id: string, href: string, title: string, document: string, date: string}} ClauseShown */
/** @typedef {{element: HTMLElement, focus: () => void}} Shown */

const MAIN = "p-button p-button-main";
const AGAIN = 1;
const GOOD = 3;

/**
 * @param {number} count
 * @param {string} one
 */
const counted = (count, one) => `${count} kartu ${one}`;

/**
 * @param {object} given
 * @param {Today} given.today
 * @param {{id: string, title: string}[]} given.topics
 * @param {string} given.topic
 * @param {string} given.next When the next card comes; empty where none does.
 * @param {(topic: string) => void} given.choose
 * @param {(ids: string[]) => void} given.begin
 * @returns {Shown}
 */
export function startNodes({ today, topics, topic, next, choose, begin }) {
  const stack = [...today.due, ...today.new];
  const heading = h("h2", { class: "p-kuis-judul", tabindex: "-1" }, "Tumpukan hari ini");
  const parts = [
    today.due.length > 0 && counted(today.due.length, "diulang"),
    today.new.length > 0 && counted(today.new.length, "baru"),
  ].filter(Boolean);
  const ahead = stack.length === 0 ? today.ahead : [];
  const told =
    stack.length > 0
      ? `${parts.join(" dan ")}.`
      : `Tidak ada yang jatuh tempo.${next ? ` Kartu berikutnya ${next}.` : ""}`;
  const go =
    stack.length > 0
      ? keyButton({ label: `Mulai, ${stack.length} kartu`, key: "Enter", kind: MAIN, run: () => begin(stack) })
      : ahead.length > 0
        ? keyButton({ label: `Ulangi ${ahead.length} yang masih dipelajari`, key: "Enter", kind: MAIN, run: () => begin(ahead) })
        : null;
  const rows = [{ id: "", title: "Semua topik" }, ...topics].map(({ id, title }, index) =>
    h(
      "li",
      {},
      pressed(keyButton({ label: title, key: String(index + 1), kind: "p-pick", run: () => choose(id) }), id === topic),
    ),
  );
  const element = h(
    "div",
    { class: "p-kuis-mulai" },
    heading,
    h("p", { class: "p-kuis-jumlah" }, told),
    h("p", { class: "p-kuis-tombol" }, go),
    notesOf(today),
    h("h3", { class: "p-kuis-label" }, "Topik"),
    h("ul", { class: "p-kuis-topik" }, rows),
    h("p", { class: "p-kuis-petunjuk" }, `${today.seen} dari ${today.total} kartu topik ini sudah pernah ditanyakan.`),
  );
  return { element, focus: () => heading.focus({ preventScroll: true }) };
}

/**
 * @param {HTMLElement} button
 * @param {boolean} on
 */
function pressed(button, on) {
  button.setAttribute("aria-pressed", String(on));
  return button;
}

/** @param {Today} today */
function notesOf({ changed, leeches, damaged }) {
  const words = [
    changed.length > 0 && `${counted(changed.length, "berubah")} bersama SOP-nya sejak terakhir Anda jawab, dan ditanyakan lagi.`,
    leeches.length > 0 && `${counted(leeches.length, "berkali-kali terlupa")}. Bacalah klausulnya utuh.`,
    damaged.length > 0 && `Catatan ${counted(damaged.length, "tidak dapat dibaca")}; kartu itu dimulai lagi sebagai kartu baru.`,
  ].filter(Boolean);
  return words.length > 0 ? h("ul", { class: "p-kuis-catatan" }, words.map((text) => h("li", {}, text))) : null;
}

/**
 * @param {object} given
 * @param {CardData} given.card
 * @param {Judged} given.judged
 * @param {Offer[]} given.offers
 * @param {(id: string) => ClauseShown} given.clauseOf
 * @param {(rating: number) => void} given.rate
 * @returns {Shown}
 */
export function answerNodes({ card, judged, offers, clauseOf, rate }) {
  const { right, wording, note, clauses } = judged;
  const suggested = right ? GOOD : AGAIN;
  // Who did not know it cannot have found it easy.
  const open = right ? offers : offers.filter(({ rating }) => rating === AGAIN);
  const buttons = (right ? open : []).map(({ rating, label, interval }) =>
    h(
      "button",
      {
        class: rating === suggested ? "p-kuis-nilai is-usul" : "p-kuis-nilai",
        type: "button",
        "data-key": String(rating),
        "aria-keyshortcuts": String(rating),
        onclick: () => rate(rating),
      },
      h("kbd", { class: "p-key", "aria-hidden": "true" }, String(rating)),
      h("span", { class: "p-kuis-nilai-nama" }, label),
      h("span", { class: "p-kuis-nilai-jarak" }, interval),
    ),
  );
  const usual = open.find(({ rating }) => rating === suggested);
  const label = right ? `Lanjut, ${usual?.label}` : `Lanjut, ditanyakan lagi dalam ${usual?.interval}`;
  const on = keyButton({ label, key: "Enter", kind: MAIN, run: () => rate(suggested) });
  const verdict = h("p", { class: "p-kuis-vonis", "data-right": String(right), tabindex: "-1" }, right ? "Benar." : "Belum tepat.");
  const asked = card.choices.some(({ text }) => text === wording) || card.quote === wording;
  const element = h(
    "div",
    {},
    verdict,
    wording && !asked ? h("div", { class: "p-kuis-resmi" }, h("p", { class: "p-kuis-label" }, "Kalimat resminya"), h("blockquote", { class: "p-kuis-kutip" }, wordingNodes(wording))) : null,
    note ? h("p", { class: "p-kuis-sebab" }, note) : null,
    sourceOf(clauses.map(clauseOf)),
    right ? h("p", { class: "p-kuis-label" }, "Seberapa ingat Anda?") : null,
    right ? h("div", { class: "p-kuis-nilai-semua" }, buttons) : null,
    h("p", { class: "p-kuis-tombol" }, on),
  );
  return {
    element,
    focus: () => {
      verdict.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
    },
  };
}

const DAY = new Intl.DateTimeFormat("id-ID", { dateStyle: "long", timeZone: "UTC" });

/**
 * A date of a source in words; what is no date stays as it is.
 * @param {string} iso
 */
const dayWords = (iso) => (/^\d{4}-\d{2}-\d{2}$/.test(iso) ? DAY.format(new Date(`${iso}T00:00Z`)) : iso);

/** @param {ClauseShown[]} clauses */
function sourceOf(clauses) {
  const [first] = clauses;
  const source = first ? [first.document, dayWords(first.date)].filter(Boolean).join(", ") : "";
  return h("p", { class: "p-kuis-sumber" }, clauses.flatMap(({ id, href, title }) => [h("a", { class: "p-id", href, title }, id), " "]), source);
}

/**
 * @param {object} given
 * @param {{card: CardData, right: boolean}[]} given.done
 * @param {Today} given.today What is left.
 * @param {(id: string) => ClauseShown} given.clauseOf
 * @param {string} given.next
 * @param {(ids: string[]) => void} given.again
 * @param {() => void} given.back
 * @returns {Shown}
 */
export function endNodes({ done, today, clauseOf, next, again, back }) {
  const right = done.filter((row) => row.right).length;
  const missed = [...new Map(done.filter((row) => !row.right).map((row) => [row.card.id, row.card])).values()];
  const left = [...today.due, ...today.ahead];
  const heading = h("h2", { class: "p-kuis-judul", tabindex: "-1" }, "Tumpukan selesai");
  const buttons = [
    left.length > 0 ? keyButton({ label: `Ulangi ${left.length} yang masih dipelajari`, key: "Enter", kind: MAIN, run: () => again(left) }) : null,
    keyButton({ label: "Kembali ke tumpukan", key: left.length > 0 ? "K" : "Enter", kind: left.length > 0 ? "p-button" : MAIN, run: back }),
  ];
  const element = h(
    "div",
    { class: "p-kuis-akhir" },
    heading,
    h("p", { class: "p-kuis-jumlah" }, `${right} dari ${done.length} benar.${next ? ` Kartu berikutnya ${next}.` : ""}`),
    missed.length > 0 ? h("h3", { class: "p-kuis-label" }, "Yang perlu dibaca lagi") : null,
    missed.length > 0 ? h("ul", { class: "p-kuis-luput" }, missed.map((card) => missedRow(card, clauseOf))) : null,
    h("p", { class: "p-kuis-tombol" }, buttons),
  );
  return { element, focus: () => heading.focus({ preventScroll: true }) };
}

/**
 * @param {CardData} card
 * @param {(id: string) => ClauseShown} clauseOf
 */
function missedRow(card, clauseOf) {
  const clause = clauseOf(card.clauses[0] ?? "");
  return h("li", {}, h("a", { class: "p-id", href: clause.href }, clause.id), ` ${clause.title}`);
}
