/** The page of the cards: today's stack, one card at a time, by keys alone if wanted. */

import { fill, find, h } from "../dom.js";
import { EngineFault, sharedEngine } from "../engine-client.js";
import { onEveryPage } from "../every-page.js";
import { createHelp } from "../help.js";
import { installKeys } from "../keys.js";
import { keyButton } from "../report.js";
import { wordsOf } from "../words.js";
import { drawCard } from "./card-draw.js";
import { fetchCards, nextWords } from "./card-file.js";
import { answerNodes, endNodes, startNodes } from "./card-views.js";
import { createStack } from "./card-stack.js";
import { faultWords, readProgress } from "./progress-store.js";

/** @typedef {import("./card-draw.js").CardData} CardData */
/** @typedef {import("./card-stack.js").Today} Today */

/** @type {HTMLElement | null} */
let open = null;
let working = false;

const help = createHelp();
installKeys({
  root: () => (open?.isConnected ? open : null),
  busy: () => working,
  lettersOn: () => help.lettersOn,
});

/** @param {HTMLElement} place */
async function openPage(place) {
  const root = new URL(place.dataset.root ?? "./", location.href).href;
  const engine = sharedEngine(new URL("runtime/runtime.json", root).href);
  const live = /** @type {HTMLElement} */ (find(place, ".p-kuis-hidup"));
  const told = /** @type {HTMLElement} */ (find(place, ".p-kuis-kabar"));
  const now = () => new Date();

  /** @param {string} words */
  const tell = (words) => {
    told.textContent = words;
    told.hidden = words === "";
  };
  /**
   * Do something that asks Python; what goes wrong is told with a way on.
   * @param {() => Promise<void>} act
   */
  const work = async (act) => {
    if (working) return;
    working = true;
    try {
      await act();
    } catch (error) {
      const again = keyButton({ label: "Coba lagi", key: "Enter", kind: "p-button p-button-main", run: () => void work(act) });
      fill(live, h("div", { class: "p-kuis-galat", role: "alert" }, h("p", {}, wordsOf(error)), again));
      again.focus();
    } finally {
      working = false;
    }
  };

  tell("Menyiapkan kartu …");
  await work(async () => {
    const file = await fetchCards(new URL(place.dataset.cards ?? "", root).href);
    if (!(await engine.ready())) {
      throw new EngineFault(`Mesin tidak dapat dijalankan: ${engine.status.reason}. Kartu memerlukan mesin itu untuk menilai jawaban.`);
    }
    const stack = createStack(engine, file.cards, now);
    const titles = new Map(file.topics.map(({ id, title }) => [id, title]));
    /** @param {string} id */
    const clauseOf = (id) => {
      const known = file.clauses[id];
      return known ? { ...known, id, href: new URL(known.url, root).href } : { id, href: "", title: "", document: "", date: "" };
    };
    let topic = "";

    /** The fault of the store, if any: told at once, practice goes on. */
    const tellStore = (words = faultWords(readProgress().fault)) => tell(words);

    const showStart = async (moved = true) => {
      const today = await stack.today(topic);
      tellStore();
      const nodes = startNodes({
        today,
        topics: file.topics,
        topic,
        next: nextWords(today.following, now()),
        choose: (id) => {
          topic = id;
          void work(() => showStart());
        },
        begin: (ids) => void work(() => sit(ids)),
      });
      fill(live, nodes.element);
      if (moved) nodes.focus();
    };

    /** @param {string[]} ids */
    const sit = async (ids) => {
      const cards = ids.flatMap((id) => stack.byId.get(id) ?? []);
      /** @type {{card: CardData, right: boolean}[]} */
      const done = [];

      const ask = async () => {
        const card = cards[done.length];
        if (!card) {
          await end();
          return;
        }
        const kept = readProgress().progress.cards[card.id];
        const drawn = drawCard(card, {
          turn: Number(kept?.lapses ?? 0) + String(kept?.due ?? "").length + done.length,
          answer: (value) => void work(() => answer(card, value, drawn)),
        });
        const count = `Kartu ${done.length + 1} dari ${cards.length}`;
        const about = h("p", { class: "p-kuis-hitung" }, [count, titles.get(card.topic), file.kinds[card.kind]].filter(Boolean).join(" · "));
        const bar = h("progress", { class: "p-kuis-maju", max: cards.length, value: done.length, "aria-label": count });
        fill(live, about, bar, drawn.element, h("div", { class: "p-kuis-hasil" }));
        drawn.focus();
        if (live.getBoundingClientRect().top < 0) live.scrollIntoView();
      };

      /**
       * @param {CardData} card
       * @param {string | string[]} value
       * @param {import("./card-draw.js").Drawn} drawn
       */
      const answer = async (card, value, drawn) => {
        const { judged, offers } = await stack.judge(card, value);
        drawn.settle(judged);
        const shown = answerNodes({
          card,
          judged,
          offers,
          clauseOf,
          rate: (rating) =>
            void work(async () => {
              const { fault, leech } = await stack.rate(card, rating);
              done.push({ card, right: judged.right });
              const stuck = leech && rating === 1 ? "Kartu ini sudah berkali-kali terlupa. Bacalah klausulnya utuh sebelum mengulang." : "";
              tell([fault, stuck].filter(Boolean).join(" "));
              await ask();
            }),
        });
        const result = find(live, ".p-kuis-hasil");
        if (result) fill(result, shown.element);
        shown.focus();
      };

      const end = async () => {
        const today = await stack.today(topic);
        const nodes = endNodes({
          done,
          today,
          clauseOf,
          next: nextWords(today.following, now()),
          again: (ids) => void work(() => sit(ids)),
          back: () => void work(() => showStart()),
        });
        fill(live, nodes.element);
        nodes.focus();
      };
      await ask();
    };

    await showStart(false);
    place.classList.add("is-hidup");
  });
}

function look() {
  const place = document.querySelector(".p-kuis");
  if (place === open) return;
  open = place instanceof HTMLElement ? place : null;
  working = false;
  if (open) void openPage(open);
}

onEveryPage(look);
