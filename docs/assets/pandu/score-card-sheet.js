/**
 * The card under review, without its page: what the reviewer gives, and what Python made of it.
 *
 * Questions go to Python one after another, and each is built when its turn comes: so an answer
 * is never lost to a letter typed after it, and what came together is scored together.
 */

import { systemClock } from "./clock.js";
import { wordsOf } from "./words.js";

/** @typedef {import("./clock.js").Clock} Clock */
/** @typedef {import("./protocol.js").Judged} Judged */
/** @typedef {import("./protocol.js").Mark} Mark */
/** @typedef {import("./protocol.js").Reply} Reply */
/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Reviewed} Reviewed */
/** @typedef {import("./protocol.js").State} State */
/** @typedef {import("./protocol.js").Value} Value */
/**
 * @typedef {object} Given What the reviewer gives beside the way, as far as it is scored.
 * @property {string} text
 * @property {Record<string, string>} filed
 * @property {Record<string, Mark>} ticks
 * @property {string} clock When the call was, local ISO.
 */
/**
 * @typedef {Given & {state: State, kept: State, review: Reviewed, notes: Record<string, string>,
 *   answered: boolean, refused: boolean, opened: string[]}} Sheet
 *   `answered`: by the reviewer, on this card. `refused`: the text in the field is not the scored one.
 *   `opened`: what the reviewer should know of the transcript it was opened from.
 */
/**
 * @typedef {{state: State, ticks: Record<string, Mark>, filed: Record<string, string>, clock: string,
 *   opened?: string[]}} Kept
 */
/** @typedef {"done" | "superseded" | "refused" | "failed"} Outcome `failed`: Python could not be asked. */
/**
 * @typedef {object} CardView
 * @property {() => void} draw
 * @property {() => void} noted Only a note has changed.
 * @property {(message: string) => void} tell
 * @property {(on: boolean) => void} busy Told at once when something is typed, until it is scored.
 */
/**
 * @typedef {object} CardSetup
 * @property {(flow: string, request: Request) => Promise<Reply>} ask Fails where Python cannot be asked.
 * @property {unknown} weights
 * @property {() => string} now Local ISO.
 * @property {{read: () => Kept | null, write: (sheet: Sheet) => void, forget: () => void}} store
 * @property {Clock} [clock]
 */

const TYPING_MS = 400;
/** Where new things are refused together, what was typed is the likelier reason. */
const SUSPECTS = /** @type {const} */ (["text", "filed", "ticks", "clock"]);
/** @type {CardView} */
const NOBODY = { draw() {}, noted() {}, tell() {}, busy() {} };
const NOTHING = { text: "", filed: {}, ticks: {} };

/** @param {Reply} reply */
const problemOf = (reply) => {
  const problem = reply.failure ?? reply.errors?.[0]?.message;
  return problem ?? (reply.review && reply.state && reply.kept ? "" : "Mesin memberi jawaban yang tidak lengkap.");
};

/** @param {Sheet} sheet */
const isTouched = ({ ticks, filed, notes, text, answered }) =>
  answered || Boolean(text) || Object.keys(ticks).length > 0 || [...Object.values(filed), ...Object.values(notes)].some(Boolean);

/** @param {CardSetup} setup */
export function createCard({ ask, weights, now, store, clock = systemClock }) {
  /** @type {Sheet | null} */
  let sheet = null;
  /** @type {Given | null} What the review on the sheet was made from. */
  let scored = null;
  let view = NOBODY;
  /** Goes up with each card; what was asked of another card is not answered on this one. */
  let number = 0;
  /** Of several cards that are to be opened, the last one is. */
  let opens = 0;
  let waiting = 0;
  /** @type {unknown} */
  let typing = null;
  /** @type {Promise<unknown>} */
  let tail = Promise.resolve();

  const showBusy = () => view.busy(waiting > 0 || typing !== null);
  /** @param {Given} given @returns {Judged} */
  const judged = ({ ticks, filed, text, clock: when }) => ({ ticks, filed, notes: {}, text, weights, now: when, clock: when });
  const isStale = () => {
    const [given, before] = [sheet, scored];
    return Boolean(given && before && SUSPECTS.some((key) => given[key] !== before[key]));
  };

  /**
   * @param {(mine: number) => Promise<Outcome>} run
   * @param {() => number} [current] What has to be the same still when its turn comes.
   * @returns {Promise<Outcome>}
   */
  const enqueue = (run, current = () => number) => {
    const mine = current();
    waiting += 1;
    showBusy();
    const turn = tail.then(async () => {
      try {
        return mine === current() ? await run(mine) : "superseded";
      } catch (error) {
        if (mine !== current()) return "superseded";
        view.tell(wordsOf(error));
        return "failed";
      } finally {
        waiting -= 1;
        showBusy();
      }
    });
    tail = turn;
    return turn;
  };

  const rest = () => {
    clock.clearTimeout(typing);
    typing = null;
    showBusy();
  };

  /**
   * @param {Reply} reply Without a problem.
   * @param {Sheet} next What of it is the reviewer's.
   * @param {Given} given What the reply was made from.
   */
  const accept = (reply, next, given) => {
    const { state, kept, review } = reply;
    if (!state || !kept || !review) return;
    sheet = { ...next, state, kept, review };
    scored = given;
    store.write(sheet);
    view.draw();
  };

  /**
   * Ask about the card as it is now. What is refused is taken back, and only that.
   * @param {number} mine
   * @param {{at: number, answers: Record<string, Value>, give: boolean}} [step]
   * @returns {Promise<Outcome>}
   */
  const review = async (mine, step) => {
    let refused = "";
    for (;;) {
      const sent = sheet;
      const before = scored;
      if (!sent || !before) return "superseded";
      const reply = await ask(sent.state.flow, { call: "review", state: sent.state, ...judged(sent), ...step });
      if (mine !== number || !sheet) return "superseded";
      const problem = problemOf(reply);
      if (!problem) {
        accept(reply, { ...sheet, answered: sheet.answered || Boolean(step) }, sent);
        view.tell(refused);
        return refused && !step ? "refused" : "done";
      }
      refused ||= problem;
      const suspect = reply.errors ? undefined : SUSPECTS.find((key) => sent[key] !== before[key]);
      if (suspect && sheet[suspect] === sent[suspect]) {
        sheet = { ...sheet, [suspect]: before[suspect], refused: sheet.refused || suspect === "text" };
        store.write(sheet);
      }
      if (!suspect || (!step && !isStale())) {
        view.draw();
        view.tell(refused);
        return "refused";
      }
    }
  };

  const score = () => {
    rest();
    return enqueue(async (mine) => (isStale() ? review(mine) : "done"));
  };

  /**
   * Open a card in the place of the one that is open, if Python can make one.
   * @param {string} flow
   * @param {(given: Given) => Request} request
   * @param {Partial<Given>} about
   * @param {() => Promise<boolean>} [agree] Asked where something would be lost.
   * @param {string[]} [opened] What was told of the transcript already.
   */
  const open = (flow, request, about, agree, opened) => {
    opens += 1;
    return enqueue(
      async (mine) => {
        const given = { ...NOTHING, clock: now(), ...about };
        const reply = await ask(flow, request(given));
        if (mine !== opens) return "superseded";
        const problem = problemOf(reply);
        if (problem) {
          view.tell(problem);
          return "refused";
        }
        if (agree && sheet && isTouched(sheet) && !(await agree())) return "superseded";
        const { state, kept, review: made } = reply;
        if (mine !== opens || !state || !kept || !made) return "superseded";
        rest();
        number += 1;
        const own = { ...given, clock: made.clock || given.clock };
        accept(reply, { ...own, state, kept, review: made, notes: {}, answered: false, refused: false, opened: opened ?? made.warnings }, own);
        view.tell("");
        return "done";
      },
      () => opens,
    );
  };

  return {
    get sheet() {
      return sheet;
    },
    /** Another number is another card. */
    get number() {
      return number;
    },
    /** Whether closing the card would lose what somebody did. */
    get touched() {
      return Boolean(sheet && isTouched(sheet));
    },
    /**
     * @param {CardView} shown Told of every change from now on.
     * @returns {() => void} Ends it; the card itself goes on.
     */
    attach(shown) {
      view = shown;
      showBusy();
      return () => {
        if (view === shown) view = NOBODY;
      };
    },
    /**
     * Begin with the first step of a flow.
     * @param {string} flow
     * @param {string} when Local ISO.
     */
    begin: (flow, when) => open(flow, (given) => ({ call: "review", flow, ...judged(given) }), { clock: when }),
    /**
     * @param {string} flow
     * @param {string} transcript
     * @param {() => Promise<boolean>} agree
     */
    openTranscript: (flow, transcript, agree) =>
      open(flow, (given) => ({ call: "review", transcript, ...judged(given) }), {}, agree),
    /**
     * What was kept over a reload comes back; it is forgotten only where Python refuses it.
     * @returns {Promise<Outcome>}
     */
    async restore() {
      const kept = sheet ? null : store.read();
      if (!kept) return "superseded";
      const { state, ticks, filed, clock: when, opened = [] } = kept;
      const about = { ticks, filed, clock: when };
      const outcome = await open(state.flow, (given) => ({ call: "review", state, ...judged(given) }), about, undefined, opened.map(String));
      if (outcome === "refused") store.forget();
      return outcome;
    },
    /** Ask again for what could not be asked before. */
    wake() {
      if (waiting === 0 && isStale()) void score();
      return waiting === 0 && !sheet;
    },
    /**
     * @param {string} key Of the step; its place may have moved by the time it is answered.
     * @param {Record<string, Value>} answers
     * @param {boolean} give
     */
    answer: (key, answers, give) =>
      enqueue(async (mine) => {
        const step = sheet?.review.steps.find((one) => one.key === key);
        if (step) return review(mine, { at: step.index, answers, give });
        view.tell("Pertanyaan itu tidak ada lagi di jalan ini.");
        return "superseded";
      }),
    /**
     * Something was chosen: it is scored in its turn.
     * @param {Partial<Given>} given
     * @returns {Promise<Outcome>}
     */
    async change(given) {
      if (!sheet) return "superseded";
      sheet = { ...sheet, ...given };
      store.write(sheet);
      return score();
    },
    /**
     * Something is being typed: it is on the card at once, and scored after a pause.
     * @param {Partial<Given>} given
     */
    type(given) {
      if (!sheet) return;
      sheet = { ...sheet, ...given, refused: given.text === undefined && sheet.refused };
      clock.clearTimeout(typing);
      typing = clock.setTimeout(() => void score(), TYPING_MS);
      showBusy();
    },
    /**
     * What stands in the field of the text is not taken.
     * @param {string} message
     */
    refuse(message) {
      if (sheet) sheet = { ...sheet, refused: true };
      view.draw();
      view.tell(message);
    },
    /**
     * @param {string} id
     * @param {string} text
     */
    note(id, text) {
      if (!sheet) return;
      sheet = { ...sheet, notes: { ...sheet.notes, [id]: text } };
      view.noted();
    },
    /** Wait until all that was given is scored. */
    settled: () => score(),
    /**
     * The card as files, with the notes; null where it cannot be had.
     * @returns {Promise<Reply | null>}
     */
    async files() {
      /** @type {Reply | null} */
      let made = null;
      await score();
      await enqueue(async () => {
        if (!sheet) return "superseded";
        const { state, notes } = sheet;
        const reply = await ask(state.flow, { ...judged(sheet), call: "review_files", state, notes });
        if (reply.failure) view.tell(reply.failure);
        else made = reply;
        return reply.failure ? "refused" : "done";
      });
      return made;
    },
    /** Drop the card, and what is still asked about it. */
    close() {
      number += 1;
      opens += 1;
      sheet = null;
      scored = null;
      rest();
      store.forget();
      view.tell("");
    },
  };
}

/** @typedef {ReturnType<typeof createCard>} OpenCard */
