/**
 * What of a call can be handed on: its way as a link, and its transcript as a file.
 * Both are written by Python; nothing of them is sent anywhere.
 */

import { localIso } from "./clock.js";
import { announce, writeClipboard } from "./copy.js";
import { h } from "./dom.js";
import { ownVersion } from "./edition.js";
import { keyButton } from "./report.js";
import { saveFile } from "./save.js";
import { wordsOf } from "./words.js";

/** @typedef {import("./call.js").Call} Call */

const MARK = "#jalan=";
const SHOWN_MS = 5_000;
const NO_CALL = "Belum ada panggilan dengan mesin; tautan langkah dan transkrip dibuat olehnya.";

/**
 * The link in an address, if there is one; whether it is one is decided by Python.
 * @param {string} hash
 * @returns {string | null}
 */
export const linkIn = (hash) => (hash.startsWith(MARK) ? hash.slice(MARK.length) : null);

/**
 * Copy the way so far as an address. What was typed is not in it.
 * @param {Call | undefined} call
 * @param {string} here The page's address, without a fragment.
 */
export async function copyLink(call, here) {
  if (!call?.view) return announce(NO_CALL, SHOWN_MS);
  try {
    const done = await writeClipboard(`${here}${MARK}${await call.link()}`);
    announce(done ? "Tautan langkah tersalin, tanpa data penelepon." : "Tidak dapat menyalin.", SHOWN_MS);
  } catch (error) {
    announce(wordsOf(error), SHOWN_MS);
  }
}

/**
 * Ask how the transcript is wanted; the caller's data only where that is ticked.
 * @param {Call | undefined} call
 */
export function showTranscript(call) {
  if (!call?.view) return announce(NO_CALL, SHOWN_MS);
  const personal = h("input", { type: "checkbox", id: "transkrip-pribadi" });
  const told = h("p", { class: "p-transkrip-pesan", role: "status" });
  const name = `transkrip-${call.flow}-${localIso(new Date()).replace(/[^0-9]/g, "-")}`;
  /** @param {(reply: {transcript: string, markdown: string}) => void | Promise<void>} act */
  const make = async (act) => {
    try {
      await act(await call.transcript(personal.checked, ownVersion()));
    } catch (error) {
      told.textContent = wordsOf(error);
    }
  };
  const close = keyButton({ label: "Tutup", key: "Enter", kind: "p-button", run: () => dialog.close() });
  const dialog = h(
    "dialog",
    { class: "p-dialog p-transkrip", "aria-labelledby": "judul-transkrip" },
    h("h2", { id: "judul-transkrip", tabindex: "-1", autofocus: true }, "Transkrip panggilan"),
    h("p", {}, "Setiap langkah dengan jam, jawaban, perubahan, dan klausulnya. Berkas JSON dapat diputar ulang di halaman QA."),
    h("p", {}, h("label", {}, personal, " Sertakan data penelepon")),
    h("p", { class: "p-transkrip-catatan" }, "Tanpa centang ini, nama, nomor, dan semua yang diketik hanya tercatat “diberikan”."),
    told,
    h(
      "p",
      { class: "p-more" },
      keyButton({
        label: "Unduh JSON",
        key: "U",
        kind: "p-button p-button-main",
        run: () => void make(({ transcript }) => {
          saveFile(`${name}.json`, transcript, "application/json");
          told.textContent = `Diunduh: ${name}.json`;
        }),
      }),
      keyButton({
        label: "Unduh Markdown",
        key: "M",
        run: () => void make(({ markdown }) => {
          saveFile(`${name}.md`, markdown, "text/markdown");
          told.textContent = `Diunduh: ${name}.md`;
        }),
      }),
      keyButton({
        label: "Salin Markdown",
        key: "C",
        run: () => void make(async ({ markdown }) => {
          told.textContent = (await writeClipboard(markdown)) ? "Tersalin." : "Tidak dapat menyalin.";
        }),
      }),
      close,
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
