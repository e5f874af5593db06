/**
 * “Putar ulang transkrip”: a file is replayed by Python in this page and shown step by
 * step. What is shown comes from Python; the file itself goes nowhere.
 */

import { fill, find, h } from "./dom.js";
import { EngineFault, sharedEngine } from "./engine-client.js";
import { onEveryPage } from "./every-page.js";
import { flowOf, readTranscript, takeDropped } from "./transcript-file.js";
import { Told, wordsOf } from "./words.js";

/** @typedef {import("./protocol.js").Played} Played */

/** A call of ninety-nine tickets takes seconds on a slow machine. */
const PATIENCE_MS = 20_000;
const NOW = "2000-01-01T00:00";

/** @type {HTMLElement | null} */
let open = null;
let left = new AbortController();

/**
 * @param {HTMLElement} place
 * @param {AbortSignal} signal
 */
function openPage(place, signal) {
  const root = new URL(place.dataset.root ?? "./", location.href).href;
  /** @type {Record<string, string>} */
  const flows = JSON.parse(place.dataset.flows ?? "{}");
  const most = Number(place.dataset.most ?? 0);
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
  /** @param {File} file */
  const play = async (file) => {
    latest += 1;
    const mine = latest;
    tell(`Memutar “${file.name}” …`, "sibuk");
    // A file may be dropped far below the place where its outcome is told.
    told.scrollIntoView({ block: "nearest" });
    try {
      const text = await readTranscript(file, most);
      if (!(await engine.ready())) throw new EngineFault(`Mesin tidak dapat dijalankan: ${engine.status.reason}.`);
      const flow = await flowOf(engine, text, (id) => Object.hasOwn(flows, id), PATIENCE_MS);
      const at = { id: flow, address: new URL(`data/alur/${flow}.json`, root).href, hash: flows[flow] ?? "" };
      const { replayed, failure } = await engine.ask(at, { call: "replay", text, now: NOW }, PATIENCE_MS);
      if (failure) throw new Told(failure);
      if (mine !== latest || !replayed) return;
      fill(shown, playedNodes(replayed, root));
      tell(`“${file.name}” diputar ulang sampai akhirnya: ${replayed.rows.length} langkah.`, "");
    } catch (error) {
      if (mine !== latest) return;
      const reason = wordsOf(error);
      tell(`“${file.name}” tidak diputar. ${reason}${shown.hasChildNodes() ? " Yang tadi tetap terbuka." : ""}`, "salah");
    }
  };

  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void play(file);
    input.value = "";
  });
  takeDropped((file) => void play(file), signal, (over) => zone.classList.toggle("is-di-atas", over));
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
    ["Mulai", played.began],
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
    ...played.notes.map((note) => h("p", { class: "p-putar-versi" }, note)),
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
  left.abort();
  left = new AbortController();
  open = place instanceof HTMLElement ? place : null;
  if (open) openPage(open, left.signal);
}

onEveryPage(look);
