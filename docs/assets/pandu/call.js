/**
 * A call in progress: the state Python gave, the view it made, nothing else.
 * It lives in memory only; what may outlast a reload is in `kept`, and holds no person.
 */

import { localIso } from "./clock.js";
import { Told } from "./words.js";

/** @typedef {import("./protocol.js").Entry} Entry */
/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Reply} Reply */
/** @typedef {import("./protocol.js").State} State */
/** @typedef {import("./protocol.js").Value} Value */
/** @typedef {import("./protocol.js").View} View */
/** @typedef {import("./protocol.js").Voice} Voice */
/** @typedef {import("./protocol.js").AnswerError} AnswerError */
/** @typedef {{key: string, answers: Record<string, Value> | null}} Remembered One step of the walk. */
/** @typedef {(request: Request, patienceMs?: number) => Promise<Reply>} Ask `patienceMs`: where it may take longer than a step. */
/**
 * @typedef {object} Begin What a call begins with.
 * @property {Record<string, Value>} [facts]
 * @property {boolean} [continued] Another flow referred to this one: no second greeting.
 * @property {Record<string, Value>} [carry] What that flow hands to this one, by its names.
 * @property {string[]} [withheld] What was given there and is not kept.
 */

/** @type {Entry} */
const NOTHING_READ = { state: "empty", text: "", spelling: [], note: "", clocks: [] };

/** What goes through a whole call again takes longer than one step of it. */
const WHOLE_MS = 20_000;

/**
 * @param {object} setup
 * @param {string} setup.flow
 * @param {Ask} setup.ask
 * @param {() => Voice} [setup.voice] Who speaks, and where the caller is.
 * @param {() => Date} [setup.today]
 */
export function createCall({
  flow,
  ask,
  voice = () => ({ officer: "", ahead: 0 }),
  today = () => new Date(),
}) {
  /** @type {State | null} */
  let state = null;
  /** @type {State | null} */
  let kept = null;
  /** @type {View | null} */
  let view = null;

  /** @type {import("./protocol.js").Judgement | null} What became of a call of another version. */
  let judgement = null;

  const asked = () => ({ now: localIso(today()), voice: voice() });

  /**
   * @param {Request} request
   * @param {number} [patienceMs]
   * @returns {Promise<AnswerError[]>}
   */
  const send = async (request, patienceMs) => {
    const reply = await ask(request, patienceMs);
    if (reply.failure) throw new Told(reply.failure);
    if (reply.errors) return reply.errors;
    if (!reply.state || !reply.view) throw new Told("Mesin memberi jawaban yang tidak lengkap.");
    state = reply.state;
    kept = reply.kept ?? null;
    judgement = reply.judgement ?? null;
    view = reply.view;
    return [];
  };
  const known = () => {
    if (!state || !view) throw new Told("Panggilan belum dimulai.");
    return { state, view };
  };

  return {
    flow,
    get view() {
      return view;
    },
    /** What may be stored: the way and the choices, not the person. */
    get kept() {
      return kept;
    },
    /** Where a call of another version has to be asked again; null where it holds. */
    get judgement() {
      return judgement;
    },
    /** All that another flow may go on with. */
    get given() {
      return { facts: state?.answers ?? {}, withheld: state?.withheld ?? [] };
    },
    /** @param {Begin} [begin] */
    async start({ facts = {}, continued = false, carry = {}, withheld = [] } = {}) {
      return send({ call: "start", flow, facts, continued, carry, withheld, ...asked() });
    },
    /**
     * Go on with a call that was kept.
     * @param {State} from
     */
    async resume(from) {
      return send({ call: "view", state: from, at: null, ...asked() }, WHOLE_MS);
    },
    /**
     * Begin where a link stands.
     * @param {string} link
     */
    async open(link) {
      return send({ call: "open", flow, link, ...asked() }, WHOLE_MS);
    },
    /** The way so far as the text of a link; the person is not in it. */
    async link() {
      const reply = await ask({ call: "link", state: known().state, now: localIso(today()) }, WHOLE_MS);
      if (reply.failure || !reply.link) throw new Told(reply.failure ?? "Tautan tidak dapat dibuat.");
      return reply.link;
    },
    /**
     * @param {boolean} personal Whether what the caller said is told too.
     * @param {string} site Version of the site.
     */
    async transcript(personal, site) {
      const now = localIso(today());
      const reply = await ask({ call: "transcript", state: known().state, personal, site, now }, WHOLE_MS);
      const { failure, transcript, markdown } = reply;
      if (failure || !transcript || !markdown) throw new Told(failure ?? "Transkrip tidak dapat dibuat.");
      return { transcript, markdown };
    },
    /** @param {number | null} at Step of the trail; null is where the call stands. */
    async goto(at) {
      return send({ call: "view", state: known().state, at, ...asked() });
    },
    async back() {
      const { at, status } = known().view;
      if (status === "done") return send({ call: "view", state: known().state, at, ...asked() });
      return at > 0 ? send({ call: "view", state: known().state, at: at - 1, ...asked() }) : [];
    },
    /** @param {Record<string, Value>} answers */
    async answer(answers) {
      const before = known();
      return send({ call: "answer", state: before.state, at: before.view.at, answers, ...asked() });
    },
    async pass() {
      const before = known();
      return send({ call: "pass", state: before.state, at: before.view.at, ...asked() });
    },
    /** The call is over: what the caller said is gone, the way stays. */
    async close() {
      return send({ call: "close", state: known().state, ...asked() });
    },
    /**
     * Tell how a typed text is read, before it is sent.
     * @param {string} fact
     * @param {string} value
     * @returns {Promise<Entry>}
     */
    async check(fact, value) {
      if (!state) return NOTHING_READ;
      const reply = await ask({ call: "check", state, fact, value, now: localIso(today()) });
      return reply.entry ?? NOTHING_READ;
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
