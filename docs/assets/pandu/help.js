/** The two dialogues of the desk: all keys, and the question before a call is dropped. */

import { h, keycap } from "./dom.js";
import { keyName } from "./keys.js";
import { keyButton } from "./report.js";

/** @type {[string, string][]} */
const ALL_KEYS = [
  ["1 – 9", "pilih jawaban; sesudah 9: tombol yang tertulis pada jawabannya"],
  ["Enter", "lanjut, atau simpan isian"],
  ["T", "Tidak Ada Angka, pada isian angka meter"],
  ["D", "meter tiruan, pada isian angka meter"],
  ["⇧ Enter", "tidak ada, pada isian lain"],
  ["Alt ←", "mundur satu langkah; jawaban tetap"],
  ["Esc", "keluar dari isian, supaya tombol huruf berlaku"],
  ["C", "salin kalimat yang diucapkan"],
  ["O", "kalimat asli dari sumber; sekali lagi kembali terisi"],
  ["R", "salin teks laporan"],
  ["S", "salin seluruh laporan"],
  ["M", "mengapa hasilnya begitu; sekali lagi menutup"],
  ["A", "peta alur, dengan tempat panggilan ini"],
  ["/", "cari; panggilan tidak hilang"],
  ["K", "kembali ke panggilan, dari halaman lain"],
  ["L", "laporkan kekeliruan pada langkah ini"],
  ["I", "nama Anda dan zona waktu"],
  ["X", "centang baris berikut yang belum"],
  ["H", "akhiri panggilan: hapus data penelepon"],
  ["N", "panggilan baru"],
  ["U", "salin tautan ke langkah ini, tanpa data penelepon"],
  ["W", "transkrip panggilan: unduh atau salin"],
  ["PgDn", "gulung langkah yang panjang"],
  ["?", "daftar ini"],
];
const KEY = "pandu.tombol";

/** Whether digits and letters work as keys; kept, since it is a need and not a mood. */
function readLetters() {
  try {
    return localStorage.getItem(KEY) !== "mati";
  } catch {
    return true;
  }
}

/** @param {boolean} on */
function saveLetters(on) {
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "mati");
  } catch {
    // It then lasts as long as the tab.
  }
}

/**
 * @param {HTMLDialogElement} dialog
 */
function showDialog(dialog) {
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

/** Make the list of all keys, with the switch for those without Ctrl or Alt. */
export function createHelp() {
  let lettersOn = readLetters();
  /** @type {HTMLDialogElement | null} */
  let dialog = null;

  const make = () => {
    const box = h("input", { type: "checkbox", checked: lettersOn });
    box.addEventListener("change", () => {
      lettersOn = box.checked;
      saveLetters(lettersOn);
    });
    const close = keyButton({ label: "Tutup", key: "Enter", kind: "p-button p-button-main", run: () => made.close() });
    const made = h(
      "dialog",
      { class: "p-dialog", "aria-labelledby": "judul-tombol" },
      // A heading with the focus: a stray blank must not switch anything.
      h("h2", { id: "judul-tombol", tabindex: "-1", autofocus: true }, "Semua tombol"),
      h(
        "dl",
        { class: "p-allkeys" },
        ALL_KEYS.map(([key, does]) => h("div", {}, h("dt", {}, keycap(key), h("span", { class: "p-offscreen" }, key)), h("dd", {}, does))),
      ),
      h("p", {}, h("label", {}, box, " Tombol angka dan huruf aktif")),
      h("p", { class: "p-more" }, close),
    );
    return made;
  };
  return {
    get lettersOn() {
      return lettersOn;
    },
    show() {
      dialog ??= make();
      showDialog(dialog);
    },
  };
}

/** @typedef {{title: string, text: string, yes: string}} Loss */

/** @type {Loss} */
export const NEW_CALL = {
  title: "Mulai panggilan baru?",
  text: "Laporannya belum disalin. Jawaban dan data penelepon dari panggilan ini dihapus.",
  yes: "Ya, panggilan baru",
};
/** @type {Loss} */
export const OPEN_SHARED = {
  title: "Buka tautan langkah?",
  text: "Ada panggilan yang masih terbuka di sini. Bila tautan dibuka, jawaban dan data penelepon panggilan itu dihapus.",
  yes: "Ya, buka tautan",
};
/** @type {Loss} */
export const END_EARLY = {
  title: "Akhiri sebelum selesai?",
  text: "Data penelepon dihapus; jalan yang sudah dilalui tetap di layar.",
  yes: "Ya, akhiri",
};

/** @type {Loss} */
export const NEW_CARD = {
  title: "Mulai kartu baru?",
  text: "Jawaban, tanda, teks panggilan, dan catatan pada kartu ini dihapus.",
  yes: "Ya, kartu baru",
};
/** @type {Loss} */
export const OPEN_TRANSCRIPT = {
  title: "Buka transkrip ini?",
  text: "Jawaban, tanda, teks panggilan, dan catatan pada kartu yang terbuka dihapus.",
  yes: "Ya, buka transkrip",
};

/**
 * Ask before what a caller said is dropped.
 * @param {Loss} loss
 * @returns {Promise<boolean>}
 */
export function confirmLoss(loss) {
  return new Promise((resolve) => {
    const cancel = keyButton({ label: "Batal", key: "Enter", kind: "p-button p-button-main", run: () => dialog.close("") });
    // Enter in haste must not drop a call, whichever way it reaches the dialog.
    cancel.autofocus = true;
    const dialog = h(
      "dialog",
      { class: "p-dialog", "aria-labelledby": "judul-baru" },
      h("h2", { id: "judul-baru" }, loss.title),
      h("p", {}, loss.text),
      h(
        "p",
        { class: "p-more" },
        keyButton({ label: loss.yes, key: "Y", kind: "p-button", run: () => dialog.close("ya") }),
        cancel,
      ),
    );
    // It is also asked on pages without a desk, whose keys would press its buttons.
    dialog.addEventListener("keydown", (event) => {
      if (keyName(event) !== "Y" || event.repeat || !readLetters()) return;
      event.preventDefault();
      event.stopPropagation();
      dialog.close("ya");
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "ya");
    });
    showDialog(dialog);
  });
}
