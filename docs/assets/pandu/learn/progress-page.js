/**
 * The page of progress: what has been done and what is next, its file, and one sheet to print.
 * Downloading and wiping need no Python; summing up and taking a file do.
 */

import { localIso } from "../clock.js";
import { fill, find, h } from "../dom.js";
import { ownVersion } from "../edition.js";
import { EngineFault, sharedEngine } from "../engine-client.js";
import { onEveryPage } from "../every-page.js";
import { saveFile } from "../save.js";
import { takeDropped } from "../transcript-file.js";
import { Told, wordsOf } from "../words.js";
import { zonedIso } from "./card-file.js";
import { createFileBar } from "./progress-bar.js";
import { previewNode } from "./progress-dialogs.js";
import { summaryNodes } from "./progress-draw.js";
import { fileName, fileText, readFile } from "./progress-file.js";
import { drawSheet } from "./progress-print.js";
import { isEmpty, united } from "./progress-shape.js";
import { faultWords, readAside, readProgress, readStored, subscribe, wipe, writeProgress } from "./progress-store.js";
import { askRoom } from "./room.js";

/** @typedef {import("./progress-types.js").Preview} Preview */
/** @typedef {import("./progress-types.js").Summary} Summary */

/** The whole progress goes to Python and back. */
const PATIENCE_MS = 20_000;
const LATER = "Sejak itu ada latihan baru, jadi berkas tadi tidak dapat diurungkan lagi. Tidak ada yang hilang.";

/** @type {HTMLElement | null} */
let open = null;
let left = new AbortController();

/**
 * @param {HTMLElement} place
 * @param {AbortSignal} signal
 */
function openPage(place, signal) {
  const root = new URL(place.dataset.root ?? "./", location.href).href;
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const most = Number(place.dataset.most ?? 0);
  const [above, inside, told, bar, sheet] = [".p-maju-atas", ".p-maju-isi", ".p-maju-pesan", ".p-maju-berkas", ".p-maju-cetak"].map(
    (selector) => /** @type {HTMLElement} */ (find(place, selector)),
  );
  if (!above || !inside || !told || !bar || !sheet) return;
  const message = h("p", {});
  const preview = h("div", {});
  fill(told, message);
  /** @type {Promise<unknown> | null} */
  let planned = null;
  let asked = 0;

  /**
   * @param {string} words
   * @param {{label: string, run: () => void} | null} [act]
   */
  const tell = (words, act = null) =>
    fill(message, words, act ? " " : null, act ? h("button", { class: "p-button", type: "button", onclick: act.run }, act.label) : null);

  const plan = () => (planned ??= fetchPlan(new URL(place.dataset.plan ?? "", location.href).href).catch((error) => {
    planned = null;
    throw error;
  }));

  /**
   * @param {"progress_summary" | "progress_file"} call
   * @param {Record<string, unknown>} [more]
   */
  const ask = async (call, more = {}) => {
    if (!(await engine.ready())) throw new EngineFault(`Mesin tidak dapat dijalankan: ${engine.status.reason}.`);
    const held = { plan: await plan(), progress: readProgress().progress, now: zonedIso(new Date()) };
    return askRoom(engine, { call, ...held, ...more }, [], PATIENCE_MS);
  };

  /**
   * @param {string[]} warnings
   * @param {string[]} [notes]
   */
  const stand = (warnings, notes = []) => {
    const aside = readAside();
    const fault = faultWords(readProgress().fault);
    const rows = [fault, ...warnings].filter(Boolean).map((words) => h("p", { class: "p-maju-catatan is-penting" }, words));
    rows.push(...notes.map((words) => h("p", { class: "p-maju-catatan" }, words)));
    if (aside.length > 0) {
      const words = `${aside.length} catatan lama yang tidak dapat dibaca disisihkan. `;
      rows.push(h("p", { class: "p-maju-catatan" }, words, h("button", { class: "p-button", type: "button", onclick: () => saveAside(aside) }, "Unduh yang disisihkan")));
    }
    fill(above, rows);
  };

  const draw = async () => {
    asked += 1;
    const mine = asked;
    const { progress } = readProgress();
    files.redraw(!isEmpty(progress) || readStored() !== null || readAside().length > 0);
    try {
      const { summary } = /** @type {{summary: Summary}} */ (await ask("progress_summary"));
      if (mine !== asked || signal.aborted) return;
      fill(inside, summaryNodes(summary, root));
      drawSheet(sheet, summary, { day: today(), site: ownVersion(), pass: place.dataset.lulus ?? "" });
      stand(summary.warnings, summary.notes);
    } catch (error) {
      if (mine !== asked || signal.aborted) return;
      stand([`${countWords(progress)} Ringkasannya tidak dapat dihitung. ${wordsOf(error)} Mengunduh dan menghapus tetap dapat.`]);
    }
  };

  const download = () => {
    const name = fileName(today());
    saveFile(name, fileText(readProgress(), readStored()), "application/json");
    tell(`Diunduh: ${name}.`);
  };

  /**
   * @param {string} text
   * @param {string} name
   */
  const look = async (text, name) => {
    tell(`Memeriksa ${name} …`);
    try {
      const found = /** @type {{preview: Preview}} */ (await ask("progress_file", { text })).preview;
      if (signal.aborted) return;
      const before = JSON.stringify(readProgress().progress);
      tell(found.same ? `${name} tidak memuat apa pun yang belum ada di sini.` : "");
      if (found.same) return fill(preview);
      const node = previewNode(found, name, () => void take(found, before, text, name), () => {
        fill(preview);
        tell("Tidak ada yang diambil.");
      });
      fill(preview, node);
      node.focus();
    } catch (error) {
      if (!signal.aborted) tell(`${name} tidak diambil. ${wordsOf(error)} Kemajuan di sini tidak berubah.`);
    }
  };

  /**
   * @param {Preview} found
   * @param {string} before What was there when the file was looked at.
   * @param {string} text
   * @param {string} name
   */
  const take = async (found, before, text, name) => {
    // Another tab may have gone on meanwhile; then the file is looked at again.
    if (JSON.stringify(readProgress().progress) !== before) return look(text, name);
    fill(preview);
    // Where it has to wait for room, it comes on top of what has been done until then.
    const fault = writeProgress((now) => (JSON.stringify(now) === before ? found.merged : united(now, found.merged)));
    const taken = JSON.stringify(readProgress().progress);
    const undo = () => {
      if (JSON.stringify(readProgress().progress) !== taken) return tell(LATER);
      const failed = writeProgress((now) => (JSON.stringify(now) === taken ? JSON.parse(before) : now));
      tell(failed ? faultWords(failed) : "Diurungkan. Kemajuan kembali seperti sebelum berkas diambil.");
    };
    tell(fault ? faultWords(fault) : `${name} diambil.`, fault ? null : { label: "Urungkan", run: undo });
    message.querySelector("button")?.focus();
  };

  const wipeAll = () => {
    const { fault, undo } = wipe();
    if (fault) return tell(faultWords(fault));
    tell("Semua kemajuan di peramban ini dihapus.", {
      label: "Urungkan",
      run: () => {
        const failed = undo();
        tell(failed ? faultWords(failed) : "Diurungkan. Semua kembali seperti tadi.");
      },
    });
    message.querySelector("button")?.focus();
  };

  /** @param {File} file */
  const takeFile = async (file) => {
    try {
      await look(await readFile(file, most), `“${file.name}”`);
    } catch (error) {
      tell(`“${file.name}” tidak diambil. ${wordsOf(error)} Kemajuan di sini tidak berubah.`);
    }
    message.scrollIntoView({ block: "nearest" });
  };

  const files = createFileBar(bar, { download, takeFile, takeText: (text) => look(text, "Teks yang ditempel"), wipeAll });
  bar.after(preview);
  takeDropped((file) => void takeFile(file), signal);
  const stop = subscribe(() => void draw());
  signal.addEventListener("abort", stop);
  stand([]);
  void draw();
}

/** The reader's own day, as a file carries it: `2026-11-23`. */
const today = () => localIso(new Date()).slice(0, 10);

/** @param {string[]} texts */
function saveAside(texts) {
  texts.forEach((text, at) => saveFile(`pandu-latihan-rusak-${at + 1}.txt`, text, "text/plain"));
}

/** @param {import("./progress-shape.js").Progress} progress */
const countWords = ({ lessons, cards, calls }) =>
  `Tersimpan di sini: ${Object.keys(lessons).length} pelajaran, ${Object.keys(cards).length} kartu, ${Object.keys(calls).length} panggilan latihan.`;

/** @param {string} address */
async function fetchPlan(address) {
  const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) throw new Told("Daftar yang dipelajari tidak dapat diambil dari server. Periksa jaringan, lalu muat ulang halaman.");
  return response.json();
}

function look() {
  const place = document.querySelector(".p-maju");
  if (place === open) return;
  left.abort();
  left = new AbortController();
  open = place instanceof HTMLElement ? place : null;
  if (open) openPage(open, left.signal);
}

onEveryPage(look);
