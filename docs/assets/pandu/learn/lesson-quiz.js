/** The questions of one lesson: asked one after the other, judged by Python, counted at the end. */

import { fill, h } from "../dom.js";
import { keyButton } from "../report.js";
import { wordsOf } from "../words.js";
import { drawCard, wordingNodes } from "./card-draw.js";

/** @typedef {import("./card-draw.js").CardData} CardData */
/**
 * @typedef {object} Verdict
 * @property {boolean} right
 * @property {string[]} key
 * @property {string[]} [misplaced]
 * @property {string} wording The official wording that decides; may be empty.
 * @property {string} note
 * @property {string[]} clauses
 */

/**
 * @param {object} setup
 * @param {HTMLElement} setup.place Where the questions are drawn.
 * @param {CardData[]} setup.cards
 * @param {(card: CardData, answer: unknown) => Promise<Verdict>} setup.judge
 * @param {(right: number, asked: number) => string} setup.done Keeps the result; tells why it could not.
 * @param {() => boolean} setup.known Whether the lesson was done before.
 * @param {(right: number, asked: number) => boolean} setup.passed
 * @param {[number, number]} setup.need How many have to be right, of how many.
 * @param {{title: string, go: () => void}} setup.next What comes after the lesson.
 * @param {(clause: string) => string} setup.clauseUrl
 */
export function createQuiz({ place, cards, judge, done, known, passed, need, next, clauseUrl }) {
  let at = -1;
  let right = 0;
  let judging = false;

  const begin = () => {
    at = 0;
    right = 0;
    ask();
  };

  const ask = () => {
    const card = cards[at];
    if (!card) {
      end();
      return;
    }
    const told = h("div", { class: "p-soal-hasil", role: "status" });
    const drawn = drawCard(card, { answer: (value) => void answer(card, value, drawn, told) });
    fill(place, h("p", { class: "p-soal-hitung" }, `Soal ${at + 1} dari ${cards.length}`), drawn.element, told);
    drawn.focus();
    place.scrollIntoView({ block: "nearest" });
  };

  /**
   * @param {CardData} card
   * @param {unknown} value
   * @param {import("./card-draw.js").Drawn} drawn
   * @param {HTMLElement} told
   */
  const answer = async (card, value, drawn, told) => {
    if (judging) return;
    judging = true;
    fill(told, h("p", {}, "Mesin menilai jawaban Anda …"));
    try {
      const verdict = await judge(card, value);
      right += verdict.right ? 1 : 0;
      at += 1;
      drawn.settle(verdict);
      tell(verdict, told);
    } catch (error) {
      const again = keyButton({ label: "Coba soal ini lagi", key: "Enter", kind: "p-button p-button-main", run: ask });
      fill(told, h("p", { class: "p-soal-gagal" }, `Jawaban belum dinilai. ${wordsOf(error)}`), again);
      again.focus();
    } finally {
      judging = false;
    }
  };

  /**
   * @param {Verdict} verdict
   * @param {HTMLElement} told
   */
  const tell = (verdict, told) => {
    const last = at >= cards.length;
    const on = keyButton({
      label: last ? "Lihat hasil" : "Soal berikutnya",
      key: "Enter",
      kind: "p-button p-button-main",
      run: ask,
    });
    fill(
      told,
      h("p", { class: verdict.right ? "p-soal-benar" : "p-soal-salah" }, verdict.right ? "Benar." : "Belum tepat."),
      verdict.wording ? h("blockquote", { class: "p-soal-kutip" }, wordingNodes(verdict.wording)) : null,
      verdict.note ? h("p", {}, verdict.note) : null,
      h("p", { class: "p-keterangan" }, "Menurut ", ...verdict.clauses.flatMap((id, n) => [n ? ", " : "", clauseLink(id)]), "."),
      h("p", { class: "p-soal-lanjut" }, on),
    );
    on.focus({ preventScroll: true });
    told.scrollIntoView({ block: "nearest" });
  };

  /** @param {string} id */
  const clauseLink = (id) => h("a", { class: "p-id", href: clauseUrl(id) }, id);

  const end = () => {
    const fault = done(right, cards.length);
    const good = passed(right, cards.length);
    const main = "p-button p-button-main";
    const on = keyButton({ label: next.title, key: good ? "Enter" : "L", kind: good ? main : "p-button", run: next.go });
    const again = keyButton({ label: "Ulangi soalnya", key: good ? "U" : "Enter", kind: good ? "p-button" : main, run: begin });
    const told = good
      ? "Pelajaran ini selesai dan tersimpan di peramban ini."
      : `Tersimpan, tetapi belum selesai: ${need[0]} dari ${need[1]} soal harus benar. Baca lagi klausulnya, lalu ulangi.`;
    fill(
      place,
      h("p", { class: good ? "p-soal-benar" : "p-soal-salah", role: "status" }, `${right} dari ${cards.length} benar.`),
      h("p", {}, fault || told),
      h("p", { class: "p-soal-lanjut" }, good ? [on, " ", again] : [again, " ", on]),
    );
    (good ? on : again).focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  };

  const rest = () => {
    const label = known() ? `Ulangi ${cards.length} soal` : `Jawab ${cards.length} soal`;
    fill(place, keyButton({ label, key: "Enter", kind: "p-button p-button-main", run: begin }));
  };

  return {
    rest,
    get busy() {
      return judging;
    },
  };
}
