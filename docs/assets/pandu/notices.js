/** What the desk says above the step: a restored call, a step that is only read, no Python. */

import { fill, h } from "./dom.js";

/** @typedef {import("./protocol.js").View} View */

/**
 * @param {string} label
 * @param {() => void} run
 */
const button = (label, run) => h("button", { class: "p-button", type: "button", onclick: run }, label);

/**
 * @param {HTMLElement} place
 */
export function createNotices(place) {
  /** @param {...(Node | string | null)} children */
  const show = (...children) => {
    fill(place, ...children);
    place.hidden = false;
  };
  return {
    hide() {
      place.hidden = true;
    },
    /**
     * A step of the map is being read while the call waits where it stands.
     * @param {() => void} back
     */
    reading(back) {
      show(
        h("p", {}, "Anda sedang membaca satu langkah dari peta. Panggilan tetap di tempatnya."),
        button("Kembali ke panggilan", back),
      );
    },
    /**
     * The address named a step: it is read, and no call has begun.
     * @param {() => void} start
     */
    offerCall(start) {
      show(h("p", {}, "Anda sedang membaca satu langkah dari alur ini."), button("Mulai panggilan", start));
    },
    /** The way of a call is there again, and Python is still coming. */
    restoring() {
      show(h("p", {}, "Halaman dimuat ulang. Jalan panggilan sedang dipulihkan."));
    },
    /**
     * A way is there that was not walked just now; the person is not.
     * @param {string} why
     * @param {View["missing"]} missing
     * @param {(at: number) => void} goto
     * @param {() => void} close
     */
    restored(why, missing, goto, close) {
      show(
        h(
          "p",
          {},
          why,
          missing.length > 0 ? " Data penelepon tidak disimpan; isi lagi bila perlu: " : "",
          ...missing.flatMap(({ label, index }) => [
            h("button", { class: "p-lagi", type: "button", onclick: () => goto(index) }, label),
            " ",
          ]),
        ),
        button("Tutup", close),
      );
    },
    /**
     * The call ended before its outcome.
     * @param {string} at
     * @param {() => void} restart
     */
    ended(at, restart) {
      show(
        h("p", {}, h("b", {}, `Panggilan diakhiri sebelum selesai. Data penelepon sudah dihapus pukul ${at}.`)),
        button("Panggilan baru", restart),
      );
    },
    /**
     * What was kept does not fit this version.
     * @param {string} reason
     */
    lost(reason) {
      show(h("p", {}, `Jalan panggilan yang tadi tidak dapat dipulihkan. ${reason} Panggilan dimulai dari awal.`));
    },
    /**
     * A link was not opened.
     * @param {string} reason
     */
    refused(reason) {
      show(h("p", {}, `Tautan tidak dibuka. ${reason}`));
    },
    /** @param {string} message */
    failure(message) {
      show(h("p", {}, `Langkah ini tidak dapat diproses: ${message}`));
    },
    /**
     * @param {string} reason
     * @param {() => void} again
     * @param {boolean} link Whether a link waits to be opened.
     */
    withoutPython(reason, again, link) {
      show(
        h(
          "p",
          {},
          `Mesin tidak dapat dijalankan di peramban ini: ${reason}. `,
          "Panduan tetap dapat dipakai langkah demi langkah.",
          link ? " Tautan langkah yang tadi belum terbuka; ia dibuka begitu mesin berjalan." : "",
        ),
        button("Coba lagi", again),
      );
    },
  };
}
