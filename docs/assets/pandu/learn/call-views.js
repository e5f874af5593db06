/** What a practice call shows while it is held: the talk, the task, and a wrong pick beside its clause. */

import { h, keycap } from "../dom.js";
import { dontNode, noteNode, stepLabel, withSlots } from "../parts.js";
import { keyButton } from "../report.js";
import { drawMeter } from "./meter.js";
import { IDLE } from "./meter-codes.js";

/** @typedef {Record<string, any>} Screen What `learning/practice_screen.py` tells. */
/** @typedef {{id: string, title: string, url: string, text?: string, kind?: string}} Clause */

const MAIN = "p-button p-button-main";
const TYPED = "ketik:";
const NULL_TYPED = "null";
/** @type {Record<string, string>} */
const KIND_LABELS = { SAY: "UCAPKAN", DO: "LAKUKAN", WRITE: "TULIS", RULE: "ATURAN", INFO: "INFO" };
/** @type {Record<string, string>} */
const KIND_CLASSES = { SAY: "p-say p-long", DO: "p-do", WRITE: "p-write", RULE: "p-rule", INFO: "p-info" };
const CALLER = "penelepon";
/** Remarks that can change what the CSO does now. */
const LOUD = ["diam", "peringatan", "tafsir"];

/**
 * One line of the talk: the caller's words, what a screen shows, or what the CSO said or did.
 * @param {Screen} row
 * @param {string} root
 */
function talkNode(row, root) {
  const label = KIND_LABELS[row.who];
  if (label) {
    return h(
      "div",
      { class: `p-part ${KIND_CLASSES[row.who]} p-latih-anda`, "data-part": row.part },
      h("p", { class: "p-kind" }, label, row.when ? h("span", { class: "p-when" }, ` bila ${row.when}`) : null),
      h(
        "blockquote",
        { class: "p-text" },
        row.system ? h("span", { class: "p-app" }, row.system) : null,
        withSlots(row.text),
      ),
      h("p", { class: "p-foot" }, clauseLink(row.clause, root)),
    );
  }
  const caller = row.who === CALLER;
  return h(
    "p",
    { class: caller ? "p-latih-kata" : "p-latih-kata is-layar" },
    h("b", { class: "p-latih-siapa" }, caller ? "Penelepon" : row.who),
    ` ${row.text}`,
  );
}

/**
 * @param {Clause} clause
 * @param {string} root
 */
const clauseLink = (clause, root) =>
  h("a", { class: "p-ref", href: clause.url ? new URL(clause.url, root).href : null, title: clause.title }, clause.id);

/**
 * What was said so far, the newest last.
 * @param {Screen} screen
 * @param {string} root
 */
export function talkNodes(screen, root) {
  const rows = screen.talk.map((/** @type {Screen} */ row) => talkNode(row, root));
  if (rows.length === 0) rows.push(h("p", { class: "p-latih-tentang" }, screen.stop ? "Telepon tersambung. Penelepon menunggu Anda berbicara." : "Penelepon sudah dilayani. Tinggal laporannya."));
  return h("div", { class: "p-latih-percakapan", role: "group", "aria-label": "Percakapan", tabindex: "0" }, rows);
}

/**
 * Where the call stands, and what is to be heeded there.
 * @param {Screen} screen
 * @param {string} root
 */
export function stopNodes(screen, root) {
  const stop = screen.stop;
  if (!stop) return h("div", { class: "p-latih-langkah" }, h("p", { class: "p-latih-judul" }, "Laporan"));
  const name = [stop.number ? stepLabel(stop.number) : "", stop.title].filter(Boolean).join(" · ");
  const links = new Map(stop.clauses.map((/** @type {Clause} */ clause) => [clause.id, clause.url]));
  return h(
    "div",
    { class: "p-latih-langkah" },
    h("p", { class: "p-latih-judul" }, name || "Panggilan berlangsung", stop.clauses.map((/** @type {Clause} */ one) => [" ", clauseLink(one, root)]).flat()),
    stop.dont.map((/** @type {any} */ part) => {
      const url = String(links.get(part.clause) ?? "");
      return dontNode(part, url ? new URL(url, root).href : "");
    }),
    stop.notes.filter((/** @type {any} */ note) => LOUD.includes(note.kind)).map(noteNode),
  );
}

/**
 * The task that waits.
 * @param {Screen} screen
 * @param {object} setup
 * @param {string} setup.root
 * @param {string[]} setup.codes The codes of the imitated meter.
 * @param {(move: string) => void} setup.move
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function taskNodes({ task }, { root, codes, move }) {
  const prompt = h(
    "h2",
    { class: "p-latih-tanya", tabindex: "-1", id: "p-latih-tanya" },
    task.field ? `${task.prompt} ` : task.prompt,
    task.field ? h("span", { class: "p-latih-tempat" }, task.field) : null,
  );
  const about = task.kind === "jalan" || task.kind === "isi" ? h("p", { class: "p-latih-tentang" }, task.label) : null;
  const known = task.known.length
    ? h(
        "dl",
        { class: "p-latih-tahu" },
        task.known.map((/** @type {{label: string, text: string}} */ row) => [h("dt", {}, row.label), h("dd", {}, row.text)]).flat(),
      )
    : null;
  const hint = task.hint.length
    ? h(
        "p",
        { class: "p-latih-petunjuk" },
        "Petunjuk: ",
        task.hint.map((/** @type {Clause} */ clause) => [clauseLink(clause, root), ` ${clause.title}. `]).flat(),
      )
    : null;
  const options = task.options.map((/** @type {Screen} */ option) => optionButton(task, option, move));
  const body = [];
  if (task.kind === "baca") body.push(onward("Lanjut", () => move("")));
  else if (task.kind === "isi") body.push(entryNode(task, codes, move));
  else body.push(h("div", { class: "p-latih-pilihan" }, options));
  if (task.types) body.push(writeForm(task, options.length === 0, move));
  const element = h(
    "section",
    { class: "p-latih-tugas", "data-kind": task.kind, "data-task": task.id, "aria-labelledby": "p-latih-tanya" },
    prompt,
    about,
    hint,
    known,
    body,
  );
  const field = /** @type {HTMLElement | null} */ (element.querySelector("input, textarea:not([hidden] *)"));
  const direct = task.kind === "isi" || (task.types && options.length === 0);
  return { element, focus: () => (direct && field ? field : prompt).focus({ preventScroll: true }) };
}

/**
 * @param {Screen} task
 * @param {Screen} option
 * @param {(move: string) => void} move
 */
const optionButton = (task, option, move) =>
  h(
    "button",
    {
      class: `p-choice p-latih-pilih is-${task.kind}${option.tried ? " is-dicoba" : ""}`,
      type: "button",
      "data-key": option.key,
      "aria-keyshortcuts": option.key,
      "data-value": option.value,
      disabled: option.tried,
      onclick: () => move(option.value),
    },
    keycap(option.key),
    h(
      "span",
      { class: "p-latih-teks" },
      option.system ? h("span", { class: "p-app" }, option.system) : null,
      option.when ? h("span", { class: "p-when" }, `bila ${option.when}: `) : null,
      withSlots(option.text),
    ),
    option.tried ? h("span", { class: "p-latih-cap" }, "sudah dicoba") : null,
  );

/**
 * @param {string} label
 * @param {() => void} run
 */
export const onward = (label, run) =>
  h("p", { class: "p-latih-tombol" }, keyButton({ label, key: "Enter", kind: MAIN, run }));

/**
 * A number as the caller's meter shows it, with the meter beside.
 * @param {Screen} task
 * @param {string[]} codes
 * @param {(move: string) => void} move
 */
function entryNode(task, codes, move) {
  const input = h("input", { class: "p-latih-angka", inputmode: "decimal", autocomplete: "off", "aria-labelledby": "p-latih-tanya" });
  const { code, value } = task.reading;
  const send = () => move(input.value.trim());
  const meter = code && codes.includes(code) ? drawMeter({ codes, readings: { [code]: value }, idle: IDLE }) : null;
  return h(
    "div",
    { class: "p-latih-isian" },
    h(
      "div",
      {},
      input,
      h(
        "p",
        { class: "p-latih-tombol" },
        keyButton({ label: "Catat angka", key: "Enter", kind: MAIN, run: send }),
        h("button", { class: "p-button", type: "button", onclick: () => move(NULL_TYPED) }, "Tidak Ada Angka"),
      ),
    ),
    meter
      ? h("details", { class: "p-latih-meter" }, h("summary", {}, `Lihat kode ${code} pada meter penelepon`), meter.element)
      : null,
  );
}

/**
 * A report in the trainee's own typing.
 * @param {Screen} task
 * @param {boolean} only Whether there is nothing to pick from.
 * @param {(move: string) => void} move
 */
function writeForm(task, only, move) {
  const area = h("textarea", { class: "p-latih-ketik", rows: "3", maxlength: "4000", "aria-label": `Tulis ${task.field || "laporan"}` });
  const form = h(
    "div",
    {},
    area,
    h("p", { class: "p-latih-tombol" }, keyButton({ label: "Periksa tulisan", key: only ? "Enter" : "Shift+Enter", shown: only ? "Enter" : "Shift Enter", kind: only ? MAIN : "p-button", run: () => move(TYPED + area.value) })),
  );
  return only ? form : h("details", { class: "p-latih-sendiri" }, h("summary", {}, "Ketik sendiri"), form);
}

/**
 * A wrong pick: first where it leads, then what the clause says.
 * @param {Screen} screen
 * @param {string} root
 * @param {() => void} next
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function mistakeNodes({ phase, mistake }, root, next) {
  const ran = phase === "ran";
  const title = h("h2", { class: "p-latih-tanya", tabindex: "-1" }, ran ? "Jalan itu ditempuh satu langkah" : "Bukan yang ini");
  const body = ran ? ranNodes(mistake) : shownNodes(mistake, root);
  const label = ran ? "Lihat klausulnya" : mistake.typed ? "Lanjut" : "Kembali dan pilih lagi";
  const element = h("section", { class: ran ? "p-latih-keliru is-jalan" : "p-latih-keliru" }, title, body.flat(), onward(label, next));
  return { element, focus: () => title.focus({ preventScroll: true }) };
}

/** @param {Screen} mistake */
const ranNodes = (mistake) => [
  h("p", {}, mistake.ran.end ? "Panggilan akan berakhir pada: " : "Anda akan sampai di: ", h("b", {}, mistake.ran.title), "."),
  mistake.ran.say ? h("p", { class: "p-latih-akan" }, "Di sana Anda akan berkata: ", h("q", {}, mistake.ran.say)) : null,
  mistake.heard.length
    ? h("p", { class: "p-latih-kata" }, h("b", { class: "p-latih-siapa" }, "Penelepon"), ` ${mistake.caller}`)
    : null,
];

/**
 * @param {Screen} mistake
 * @param {string} root
 */
function shownNodes(mistake, root) {
  const heard = mistake.heard.map((/** @type {{who: string, text: string}} */ row) => `${row.who === CALLER ? "Penelepon berkata" : `${row.who} menampilkan`}: ${row.text}`);
  return [
    h(
      "dl",
      { class: "p-latih-banding" },
      h("dt", {}, mistake.typed ? "Anda menulis" : "Anda memilih"),
      h("dd", { class: "is-keliru" }, mistake.picked, mistake.belongs ? h("span", { class: "p-latih-milik" }, ` Itu milik langkah “${mistake.belongs}”.`) : null),
      heard.length ? [h("dt", {}, "Yang terdengar"), h("dd", {}, heard.join(" "))] : null,
      h("dt", {}, "Yang tepat"),
      h("dd", { class: "is-tepat" }, mistake.right || "Tidak Ada Angka"),
    ),
    mistake.pieces.length ? differenceNode(mistake) : null,
    mistake.clauses.map((/** @type {Clause} */ clause) => rulingNode(clause, root)),
  ];
}

/** @type {Record<string, string>} */
const PIECES = { missing: "kurang", added: "lebih" };

/** @param {Screen} mistake */
const differenceNode = (mistake) =>
  h(
    "p",
    { class: "p-latih-beda" },
    mistake.pieces.map((/** @type {{kind: string, text: string}} */ piece) =>
      PIECES[piece.kind]
        ? [h(piece.kind === "missing" ? "ins" : "del", {}, h("span", { class: "p-latih-tanda" }, `${PIECES[piece.kind]}: `), piece.text), " "]
        : `${piece.text} `,
    ).flat(),
  );

/**
 * @param {Clause} clause
 * @param {string} root
 */
const rulingNode = (clause, root) =>
  h(
    "div",
    { class: "p-latih-klausul" },
    h("p", {}, clauseLink(clause, root), ` ${clause.title}`),
    clause.text
      ? h(
          "div",
          { class: `p-part ${KIND_CLASSES[clause.kind ?? ""] ?? "p-info"}` },
          h("p", { class: "p-kind" }, KIND_LABELS[clause.kind ?? ""] ?? ""),
          h("blockquote", { class: "p-text" }, withSlots(clause.text)),
        )
      : null,
  );
