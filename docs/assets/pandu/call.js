/**
 * A call in progress: the state Python gave, the view it made, nothing else.
 * It lives in memory only and is gone with the tab.
 */

import { localIso } from "./clock.js";

/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Reply} Reply */
/** @typedef {import("./protocol.js").State} State */
/** @typedef {import("./protocol.js").Value} Value */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./protocol.js").AnswerError} AnswerError */
/** @typedef {{key: string, answers: Record<string, Value> | null}} Remembered One step of the walk. */
/** @typedef {(request: Request) => Promise<Reply>} Ask */

/**
 * @param {object} setup
 * @param {string} setup.flow
 * @param {Ask} setup.ask
 * @param {() => Date} [setup.today]
 */
export function createCall({ flow, ask, today = () => new Date() }) {
  /** @type {State | null} */
  let state = null;
  /** @type {View | null} */
  let view = null;
  /** @type {Record<string, Value>} */
  let given = {};

  const now = () => localIso(today());

  /**
   * @param {Request} request
   * @returns {Promise<AnswerError[]>}
   */
  const send = async (request) => {
    const reply = await ask(request);
    if (reply.failure) throw new Error(reply.failure);
    if (reply.errors) return reply.errors;
    if (!reply.state || !reply.view) throw new Error("Mesin memberi jawaban yang tidak lengkap.");
    state = reply.state;
    view = reply.view;
    return [];
  };
  const known = () => {
    if (!state || !view) throw new Error("Panggilan belum dimulai.");
    return { state, view };
  };

  return {
    flow,
    get view() {
      return view;
    },
    /** All answers given in this call, by fact. */
    get given() {
      return given;
    },
    /**
     * Begin, with what is known from before.
     * @param {Record<string, Value>} facts
     * @param {boolean} continued Another flow referred to this one: no second greeting.
     * @param {Record<string, Value>} carry What that flow hands to this one, by its names.
     */
    async start(facts = {}, continued = false, carry = {}) {
      given = { ...facts, ...carry };
      return send({ call: "start", flow, facts, continued, carry, now: now() });
    },
    /** @param {number | null} at Step of the trail; null is where the call stands. */
    async goto(at) {
      return send({ call: "view", state: known().state, at, now: now() });
    },
    async back() {
      const { at, status } = known().view;
      if (status === "done") return send({ call: "view", state: known().state, at, now: now() });
      return at > 0 ? send({ call: "view", state: known().state, at: at - 1, now: now() }) : [];
    },
    /** @param {Record<string, Value>} answers */
    async answer(answers) {
      const before = known();
      const errors = await send({
        call: "answer",
        state: before.state,
        at: before.view.at,
        answers,
        now: now(),
      });
      if (errors.length === 0) given = { ...given, ...answers };
      return errors;
    },
    async pass() {
      const before = known();
      return send({ call: "pass", state: before.state, at: before.view.at, now: now() });
    },
    /**
     * Take over what was clicked before Python was there, as far as it agrees.
     * @param {Remembered[]} steps
     */
    async replay(steps) {
      for (const step of steps) {
        if (!view || view.status === "done" || view.step?.key !== step.key) return;
        const errors = step.answers ? await this.answer(step.answers) : await this.pass();
        if (errors.length > 0) return;
      }
    },
  };
}

/** @typedef {ReturnType<typeof createCall>} Call */
