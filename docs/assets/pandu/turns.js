/** One thing with the engine at a time; what is struck meanwhile waits, or is dropped. */

/** @typedef {import("./call.js").Call} Call */
/** @typedef {import("./protocol.js").AnswerError} AnswerError */

/**
 * @param {object} setup
 * @param {HTMLElement} setup.desk
 * @param {{flush: () => void, forget: () => void}} setup.keys
 * @param {() => Call | undefined} setup.call The call under way.
 * @param {() => void} setup.draw
 * @param {(error: unknown) => void} setup.fall
 */
export function createTurns({ desk, keys, call, draw, fall }) {
  let busy = false;
  /** @type {Promise<unknown>} */
  let running = Promise.resolve();

  /**
   * @template Result
   * @param {() => Promise<Result>} act
   * @returns {Promise<Result>}
   */
  const hold = (act) => {
    busy = true;
    desk.setAttribute("aria-busy", "true");
    const held = act().finally(() => {
      busy = false;
      desk.removeAttribute("aria-busy");
    });
    running = held.catch(() => {});
    return held;
  };

  return {
    get busy() {
      return busy;
    },
    /**
     * Take a step of the call under way; while another is taken, none.
     * @param {(call: Call) => Promise<AnswerError[]>} act
     * @returns {Promise<AnswerError[]>}
     */
    async run(act) {
      const now = call();
      if (busy || !now) return [];
      /** @type {AnswerError[]} */
      let errors = [];
      await hold(async () => {
        try {
          errors = await act(now);
          if (errors.length === 0) draw();
          else keys.forget();
        } catch (error) {
          keys.forget();
          fall(error);
        }
      });
      if (errors.length === 0) keys.flush();
      return errors;
    },
    /**
     * Do something beside the call under way, after the step that is being taken. What is struck
     * meanwhile was meant for a step that may be gone by then.
     * @template Result
     * @param {() => Promise<Result>} act
     * @returns {Promise<Result>}
     */
    async aside(act) {
      while (busy) await running;
      return hold(act).finally(() => keys.forget());
    },
  };
}
