/** A clock that stands still until it is told to move. */
export function heldClock() {
  let now = 0;
  let next = 1;
  const timers = new Map();
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    now: () => now,
    setTimeout(run, ms) {
      timers.set(next, { at: now + ms, run });
      return next++;
    },
    clearTimeout: (id) => timers.delete(id),
    get waiting() {
      return timers.size;
    },
    settle,
    async pass(ms) {
      const until = now + ms;
      for (;;) {
        await settle();
        const due = [...timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
        if (!due) break;
        timers.delete(due[0]);
        now = due[1].at;
        due[1].run();
      }
      now = until;
      await settle();
    },
  };
}
