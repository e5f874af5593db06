/**
 * “Putar ulang transkrip”: a file is replayed by Python in this page and shown step by
 * step. What is shown comes from Python; the file itself goes nowhere.
 */

import { fill, find, h } from "./dom.js";
import { EngineFault, sharedEngine } from "./engine-client.js";

/** @typedef {import("./protocol.js").Played} Played */

/** Far above any transcript, and refused before it is read. */
const MOST_BYTES = 8_000_000;
/** A call of ninety-nine tickets takes seconds on a slow machine. */
const PATIENCE_MS = 20_000;
const NOW = "2000-01-01T00:00";

/** @type {HTMLElement | null} */
let open = null;

/** @param {HTMLElement} place */
function openPage(place) {
  const root = new URL(place.dataset.root ?? "./", location.href).href;
  /** @type {Record<string, string>} */
  const flows = JSON.parse(place.dataset.flows ?? "{}");
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const told = /** @type {HTMLElement} */ (find(place, ".p-putar-pesan"));
  const shown = /** @type {HTMLElement} */ (find(place, ".p-putar-hasil"));
  const input = /** @type {HTMLInputElement} */ (find(place, "input[type=file]"));
  const zone = /** @type {HTMLElement} */ (find(place, ".p-putar-zona"));
  let latest = 0;

  /**
   * @param {string} message
   * @param {"" | "salah" | "sibuk"} state
   */
  const tell = (message, state) => {
    told.textContent = message;
    told.dataset.state = state;
  };
  /** @param {import("./protocol.js").Request} request */
  const ask = async (request, flow = "") => {
    const at = flow ? { id: flow, address: new URL(`data/alur/${flow}.json`, root).href, hash: flows[flow] ?? "" } : null;
    const reply = await engine.ask(at, request, PATIENCE_MS);
    if (reply.failure) throw new Error(reply.failure);
    return reply;
  };
  /** @param {File} file */
  const play = async (file) => {
    latest += 1;
    const mine = latest;
    if (file.size > MOST_BYTES) {
      tell(`“${file.name}” terlalu besar untuk sebuah transkrip. Yang tadi tetap terbuka.`, "salah");
      return;
    }
    tell(`Memutar “${file.name}” …`, "sibuk");
    try {
      const text = await file.text();
      if (!(await engine.ready())) throw new EngineFault(`Mesin tidak dapat dijalankan: ${engine.status.reason}.`);
      const { flow = "" } = await ask({ call: "peek", text, now: NOW });
      if (!(flow in flows)) throw new Error("Alur transkrip ini tidak ada di situs ini.");
      const { replayed } = await ask({ call: "replay", text, now: NOW }, flow);
      if (mine !== latest || !replayed) return;
      fill(shown, playedNodes(replayed, root));
      tell(`“${file.name}” diputar ulang sampai akhirnya: ${replayed.rows.length} langkah.`, "");
    } catch (error) {
      if (mine !== latest) return;
      const reason = error instanceof Error ? error.message : String(error);
      tell(`“${file.name}” tidak diputar. ${reason}${shown.hasChildNodes() ? " Yang tadi tetap terbuka." : ""}`, "salah");
    }
  };

  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void play(file);
    input.value = "";
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-di-atas");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-di-atas"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-di-atas");
    const file = event.dataTransfer?.files[0];
    if (file) void play(file);
  });
  zone.hidden = false;
  void engine.ready();
}

/**
 * @param {Played} played
 * @param {string} root
 */
function playedNodes(played, root) {
  const { data, rows } = played;
  const addresses = new Map(played.clauses.map((clause) => [clause.id, clause]));
  /** @param {string} id */
  const clauseNode = (id) => {
    const clause = addresses.get(id);
    const href = clause?.url ? new URL(clause.url, root).href : null;
    return h("a", { class: "p-ref", href, title: clause?.title ?? null }, id);
  };
  /** @type {[string, string | null][]} */
  const about = [
    ["Alur", data.title],
    ["Dokumen", [data.document, data.date].filter(Boolean).join(" · ")],
    ["Mulai", data.began.replace("T", " ")],
    ["Jam yang dipakai menghitung", data.clock?.replace("T", " ") ?? null],
    ["Data penelepon", data.personal ? "disertakan" : "tidak disertakan"],
    ["Versi situs", data.site || null],
  ];
  /** @type {[string, string | null][]} */
  const end = [
    ["Hasil", data.end.title || "Belum sampai ke hasil"],
    ["APKT", data.end.apkt],
    ["Tipe WO", data.end.work_order],
    ["Eskalasi", data.end.escalation],
    ["Lanjut ke", data.end.refer_to],
  ];
  return [
    h("h2", {}, "Panggilan"),
    listNode(about),
    played.other_version
      ? h("p", { class: "p-putar-versi" }, "Dibuat dengan versi alur yang lain; jalannya pada alur sekarang sama persis.")
      : null,
    h("h2", {}, "Langkah"),
    played.start.length > 0 ? h("p", {}, `Sudah diketahui di awal: ${played.start.join("; ")}`) : null,
    h(
      "ol",
      { class: "p-putar-langkah" },
      rows.map((row) =>
        h(
          "li",
          { "data-action": row.action },
          h("p", {}, h("span", { class: "p-putar-jam" }, row.clock), " ", h("b", {}, row.title), ` · ${row.words}`),
          row.changed.map((words) => h("p", { class: "p-putar-isi" }, words)),
          h(
            "p",
            { class: "p-putar-dasar" },
            row.clauses.map((id) => [clauseNode(id), " "]).flat(),
            row.parts.length > 0 ? h("span", {}, `naskah ${row.parts.join(", ")}`) : null,
          ),
        ),
      ),
    ),
    h("h2", {}, "Akhir"),
    listNode(end),
    data.end.reports.length > 0
      ? h(
          "ul",
          { class: "p-putar-laporan" },
          data.end.reports.map((row) =>
            h(
              "li",
              {},
              h("b", {}, [row.round, row.system, row.field].filter(Boolean).join(" ")),
              `: ${row.text} `,
              clauseNode(row.clause),
            ),
          ),
        )
      : null,
    h("p", { class: "p-putar-dasar" }, data.end.clauses.map((id) => [clauseNode(id), " "]).flat()),
  ];
}

/** @param {[string, string | null][]} rows */
const listNode = (rows) =>
  h(
    "dl",
    { class: "p-putar-tentang" },
    rows.filter(([, value]) => value).map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))),
  );

function look() {
  const place = document.querySelector(".p-putar");
  if (place === open) return;
  open = place instanceof HTMLElement ? place : null;
  if (open) openPage(open);
}

if (typeof document$ === "undefined") {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", look);
  else look();
} else {
  document$.subscribe(look);
}
