/**
 * Everything the page, the worker and Python say to each other, in one place.
 *
 * Page and worker exchange the small union `ToWorker` / `FromWorker`. What goes
 * through to Python and back is one JSON text each way (`Request`, `Reply`):
 * the worker never looks inside, so the union stays as small as it is.
 */

/** @typedef {string | number | boolean | null} Value An answer as Python takes it. */

/**
 * @typedef {{name: string, address: string, sha256: string, bytes: number}} RuntimeFile
 *   `name` is the one Pyodide knows it by, `address` where it lies.
 */
/**
 * @typedef {{heap: number, sha256: string, flows: Record<string, string>}} SnapshotFacts
 *   Bytes and SHA-256 of the memory it makes, and the hash of each flow in it.
 */
/**
 * @typedef {{type: "boot", rung: string, files: Record<string, RuntimeFile>}
 *   | {type: "open", id: number, room: string, file: RuntimeFile}
 *   | {type: "call", id: number, message: string}} ToWorker
 *   `open` puts a room beside the engine: the file's modules, which add calls of their own.
 */
/** @typedef {"ambil" | "nyala" | "impor"} Stage Fetching, starting, importing. */
/**
 * @typedef {{type: "progress", stage: Stage, done: number}
 *   | {type: "ready", ms: number, memory: number}
 *   | {type: "failed", reason: FaultCode, detail: string, file: string}
 *   | {type: "result", id: number, message: string}
 *   | {type: "fault", id: number, detail: string, reason?: FaultCode}} FromWorker
 *   `reason` stands where the worker itself is well and only this could not be done.
 */
/**
 * @typedef {"wasm-tidak-didukung" | "berkas-tidak-ada" | "berkas-rusak" | "tidak-diterbitkan" | "terlalu-lama"
 *   | "pekerja-gagal" | "gagal-menyala" | "dibatalkan"} FaultCode
 */

/** @typedef {{id: string, title: string, url: string}} ClauseLink */
/**
 * @typedef {{text: string, sign?: string, state?: "filled" | "open" | "example", hint?: string}} Piece
 *   A piece of a spoken text; `sign` is what stands in the official wording there.
 */
/** @typedef {{id: string, clause: string, text: string, when: string, pieces?: Piece[]}} SayPart */
/** @typedef {SayPart & {system: string}} DoPart */
/** @typedef {SayPart & {system: string, field: string}} WritePart */
/** @typedef {SayPart & {kind: string}} KnowPart */
/** @typedef {{kind: string, text: string, ask: string, clause: string}} Note */
/** @typedef {{key: string, value: string, label: string, group: string}} Choice */
/**
 * @typedef {object} FactAsked
 * @property {string} fact
 * @property {string} label
 * @property {"choice" | "text" | "reading" | "datetime" | "integer" | "rupiah" | "email"} type
 * @property {Choice[]} choices
 * @property {{value: Value, label: string} | null} none
 * @property {string} hint
 * @property {boolean} personal
 * @property {boolean} optional
 * @property {boolean} own The CSO's own, not the caller's.
 */
/** @typedef {{optional: boolean, facts: FactAsked[]}} Question */
/**
 * @typedef {object} Content What a step holds; the same in CPython, here and in the walk.
 * @property {string} key
 * @property {string} anchor
 * @property {string} number
 * @property {string} title
 * @property {ClauseLink[]} clauses
 * @property {SayPart[]} say
 * @property {DoPart[]} do
 * @property {SayPart[]} dont
 * @property {WritePart[]} write
 * @property {KnowPart[]} know
 * @property {Note[]} notes
 * @property {Question | null} question
 * @property {SeriesRow[]} [series] The form this step is a line of.
 * @property {{text: string, since: string, stated: boolean, at: string} | null} [estimate]
 */
/** @typedef {{fact: string, label: string, value: string, index: number | null, current: boolean}} SeriesRow */
/** @typedef {{minutes: number, text: string, at: string, state: "belum" | "tepat" | "lewat"}} Limit */
/**
 * @typedef {{fact: string, label: string, minutes: number, text: string, since: string, began: string,
 *   now: string, limits: Limit[]}} ClockRow A length of time up to now; `began` and `now` are local ISO.
 */
/**
 * @typedef {{state: "empty" | "partial" | "ok" | "wrong", text: string,
 *   spelling: {sign: string, word: string}[], note: string, clocks: ClockRow[]}} Entry How a typed text is read.
 */
/** @typedef {{id: string, part: string, clause: string, system: string, text: string, when: string}} Todo */
/**
 * @typedef {object} TrailItem
 * @property {number} index
 * @property {string} key
 * @property {string} number
 * @property {string} title
 * @property {string} answer
 * @property {string[]} clauses
 * @property {boolean} passed
 */
/**
 * @typedef {object} ReportText
 * @property {string} system
 * @property {string} field
 * @property {string} text
 * @property {string} clause
 * @property {string} [part]
 * @property {boolean} [stated_by_sop]
 * @property {string | null} [note]
 * @property {boolean} [offer] Not part of the report: offered, and said to be so.
 * @property {string | null} [round] Which of several tickets it belongs to: `Tiket 2 dari 3`.
 */
/**
 * @typedef {{kind: string, label: string, text: string, clauses: string[], facts: string[]}} Reason
 *   One line of why an outcome is what it is; `clauses` are ids, their addresses stand in the basis.
 */
/**
 * @typedef {object} Report
 * @property {string | null} outcome
 * @property {string} title
 * @property {string | null} apkt
 * @property {string | null} work_order
 * @property {string | null} escalation
 * @property {string | null} report_text
 * @property {ReportText[]} reports
 * @property {string | null} refer_to
 * @property {Record<string, Value>} carry Facts that the flow in `refer_to` begins with.
 * @property {boolean} stated_by_sop
 * @property {string | null} note
 * @property {string[]} remarks
 * @property {string[]} clauses
 * @property {Reason[]} why At most five lines; none before there is an outcome.
 * @property {{system: string, field: string, clause: string, value: string, hint: string,
 *   same: boolean}[]} form The fields of the form; `same` where it is the report text itself.
 * @property {string[]} checks What is clicked and filled in where.
 * @property {string} whole The whole report as one text.
 */
/**
 * @typedef {object} View What the page draws; made by Python.
 * @property {{id: string, title: string, document: string, document_title: string, date: string,
 *   status: string, route: string, wording: string}} flow
 * @property {"ask" | "done"} status
 * @property {number} at
 * @property {number} last
 * @property {Content | null} step
 * @property {Record<string, Value>} answers
 * @property {TrailItem[]} trail
 * @property {{fact: string, label: string, text: string, personal: boolean, type: string}[]} facts
 * @property {Report} report
 * @property {ClauseLink[]} basis All clauses of the way once the call is done; before, those `why` names.
 * @property {{key: string, label: string, title: string}[]} next
 * @property {{key: string, label: string}[]} fixes
 * @property {ClockRow[]} clocks
 * @property {Todo[]} todo What was to be done in the applications, up to this step.
 * @property {{fact: string, label: string, index: number}[]} missing Given once, not kept, to be asked again.
 * @property {string} greeting
 */
/**
 * @typedef {{flow: string, route: string, answers: Record<string, Value>, passed: string[],
 *   withheld: string[], times: Record<string, string>, log: unknown[], way: string, whole: string}} State Python's own, handed back as it came.
 */
/** @typedef {"" | "tepat" | "mirip" | "tidak" | "lewat"} Mark */
/**
 * @typedef {object} CardRow One item of a score card.
 * @property {string} id
 * @property {"ucapkan" | "jangan" | "lakukan" | "laporan" | "menu" | "tipe_wo" | "eskalasi" | "urutan"} kind
 * @property {string} label
 * @property {string} step Key of its step; empty for what belongs to the end.
 * @property {string} part
 * @property {ClauseLink | null} clause
 * @property {string} text The official wording, what is to be done, or what had to be filed.
 * @property {Piece[]} pieces
 * @property {string} when
 * @property {string} system
 * @property {string} field
 * @property {string[]} options
 * @property {boolean} stated
 * @property {string} note
 * @property {Mark} mark
 * @property {string} mark_text
 * @property {"" | "centang" | "teks" | "isian" | "kasus"} source What the mark comes from.
 * @property {"fatal" | "gaya"} nature
 * @property {number} points
 * @property {number} maximum
 * @property {number | null} percent Likeness of what was found.
 * @property {{kind: "same" | "missing" | "added" | "gap", text: string}[]} segments
 * @property {boolean} wrong
 * @property {boolean} fatal
 */
/**
 * @typedef {object} Card
 * @property {number} points
 * @property {number} maximum
 * @property {number} percent
 * @property {"gagal" | "belum" | "selesai"} verdict
 * @property {string} verdict_text
 * @property {number} unjudged
 * @property {string} note That the weights are ours.
 * @property {string[]} fatal
 * @property {string[]} style
 * @property {CardRow[]} rows
 */
/**
 * @typedef {FactAsked & {given: boolean, value: Value, unnamed: boolean, nothing: boolean}} FactReviewed
 *   `unnamed`: that it was given is enough. `nothing`: the answer is that there is none.
 */
/**
 * @typedef {{index: number, key: string, number: string, title: string, clauses: ClauseLink[],
 *   waiting: boolean, question: {optional: boolean, facts: FactReviewed[]} | null}} StepReviewed
 */
/**
 * @typedef {object} Reviewed A call under review.
 * @property {{id: string, title: string, document: string, document_title: string, date: string, status: string}} flow
 * @property {string} clock When the call was, local ISO; empty where the flow has no use for it.
 * @property {boolean} done
 * @property {string} outcome
 * @property {StepReviewed[]} steps
 * @property {Card} card
 * @property {string[]} warnings What the reviewer should know of the text or the transcript.
 */
/**
 * @typedef {object} Judged What the reviewer gives beside the way.
 * @property {Record<string, Mark>} ticks
 * @property {Record<string, string>} filed
 * @property {Record<string, string>} notes
 * @property {string} text
 * @property {unknown} weights
 * @property {string} now When the call was.
 * @property {string} clock The same; a call under review changes its clock only to this.
 */

/** @typedef {{officer: string, ahead: number}} Voice Who speaks; by how many minutes the caller's clock is ahead. */

/**
 * @typedef {{call: "load", flow: unknown}
 *   | {call: "start", flow: string, facts: Record<string, Value>, continued: boolean,
 *      carry: Record<string, Value>, withheld: string[], now: string, voice?: Voice}
 *   | {call: "view", state: State, at: number | null, now: string, voice?: Voice}
 *   | {call: "answer", state: State, at: number, answers: Record<string, Value>, now: string, voice?: Voice}
 *   | {call: "pass", state: State, at: number, now: string, voice?: Voice}
 *   | {call: "close", state: State, now: string, voice?: Voice}
 *   | {call: "check", state: State, fact: string, value: string, now: string}
 *   | {call: "link", state: State, now: string}
 *   | {call: "open", flow: string, link: string, now: string, voice?: Voice}
 *   | {call: "transcript", state: State, personal: boolean, site: string, now: string}
 *   | {call: "peek" | "replay", text: string, now: string}
 *   | ({call: "review", flow?: string, state?: State, transcript?: string, at?: number,
 *      answers?: Record<string, Value>, give?: boolean} & Judged)
 *   | ({call: "review_files", state: State} & Judged)
 *   | ({call: `${"cards" | "practice" | "progress"}_${string}`} & Record<string, unknown>)} Request
 *   The last are calls of the room `latihan`; what they take and give stands beside their functions.
 */
/** @typedef {{fact: string, message: string}} AnswerError */
/**
 * @typedef {{verdict: "same" | "again" | "refused", at: number, step: string, reason: string, text: string}} Judgement
 *   What became of a call that was begun with another version of the flow; `text` is the sentence.
 */
/**
 * @typedef {{number: number, clock: string, title: string, action: string, words: string,
 *   changed: string[], clauses: string[], parts: string[]}} PlayedRow
 */
/**
 * @typedef {object} Played A transcript that was replayed.
 * @property {{title: string, document: string, date: string, began: string, clock: string | null,
 *   personal: boolean, site: string, end: {title: string, apkt: string | null, work_order: string | null,
 *   escalation: string | null, refer_to: string | null, reports: ReportText[], clauses: string[]}}} data
 * @property {PlayedRow[]} rows
 * @property {string[]} start What was known before the first step, in words.
 * @property {ClauseLink[]} clauses
 * @property {string} began When it began, in words.
 * @property {string[]} notes What its reader has to know of it.
 * @property {string} markdown
 */
/**
 * @typedef {{ok?: boolean, flow?: string, state?: State, kept?: State, view?: View,
 *   entry?: Entry, errors?: AnswerError[], judgement?: Judgement, link?: string, transcript?: string,
 *   markdown?: string, replayed?: Played, failure?: string, review?: Reviewed, csv?: string,
 *   summary?: string}} Reply `kept` may be stored: it holds no person.
 */

/**
 * Read one message of the worker; anything else is refused.
 * @param {unknown} data
 * @returns {FromWorker | null}
 */
export function fromWorker(data) {
  if (typeof data !== "object" || data === null) return null;
  const message = /** @type {Record<string, unknown>} */ (data);
  const known =
    (message.type === "progress" && typeof message.done === "number") ||
    (message.type === "ready" && typeof message.ms === "number") ||
    (message.type === "failed" && typeof message.reason === "string") ||
    (message.type === "result" && typeof message.message === "string") ||
    (message.type === "fault" && typeof message.id === "number");
  return known ? /** @type {FromWorker} */ (data) : null;
}

/**
 * Read a reply of Python. A text that is no reply becomes a failure.
 * @param {string} text
 * @returns {Reply}
 */
export function readReply(text) {
  try {
    const reply = JSON.parse(text);
    if (typeof reply === "object" && reply !== null && !Array.isArray(reply)) return reply;
  } catch {
    // Falls through to the failure below.
  }
  return { failure: "Mesin memberi jawaban yang tidak dapat dibaca." };
}
