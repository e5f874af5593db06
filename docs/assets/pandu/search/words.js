/**
 * What a text means to the search: words without marks, spoken forms and abbreviations made
 * plain, affixes taken off over a lexicon, phrases of one meaning made one term.
 *
 * Everything it knows is data (docs/_data/istilah/kata.yaml); nothing of it is about this site.
 */

/**
 * @typedef {object} WordTable
 * @property {Record<string, string[]>} awalan Prefix to the first letters of a root it swallows.
 * @property {string[]} akhiran
 * @property {Record<string, string>} ragam Spoken or short form to plain words.
 * @property {string[][]} padanan Phrases of one meaning, the first stands for all.
 * @property {Record<string, string>} arti_lain Word to another meaning it has too.
 * @property {string[]} ringan Words that hardly decide anything.
 * @property {string[]} dasar Roots.
 */

/**
 * @typedef {object} Span
 * @property {string} term
 * @property {string[]} words The words of the text it stands for, as they were written.
 * @property {string[]} stems Their stems, where several words make one term.
 * @property {boolean} light
 */

/**
 * @typedef {object} Words
 * @property {(text: string) => string[]} tokens Plain words of a text, spoken forms still in it.
 * @property {(text: string) => string[]} terms Terms of a text as they stand in the index: a
 *   phrase as one term, and its words beside it.
 * @property {(text: string) => Span[]} spans What a text says, one by one.
 * @property {(word: string) => string} stem
 */

const TOKEN = /[\p{L}\p{N}]+(?:[.,](?=\p{N}{3}(?!\p{N}))\p{N}{3})*/gu;
/** A number, its thousands set apart or not, with or without its currency. */
const AMOUNT = /^(?:rp)?\p{N}[\p{N}.,]*$/u;
const LONGEST_PHRASE = 4;
const SHORTEST_ROOT = 3;
/** An unknown word keeps at least this much when only an ending is taken off. */
const SHORTEST_REST = 4;
const ENDINGS = ["nya", "lah", "kah"];

/**
 * Make the words of a table usable.
 * @param {WordTable} table
 * @returns {Words}
 */
export function makeWords(table) {
  const roots = new Set(table.dasar);
  const prefixes = Object.entries(table.awalan).sort(([a], [b]) => b.length - a.length);
  const plain = new Map(Object.entries(table.ragam).map(([form, words]) => [form, words.split(" ")]));
  /** @type {Map<string, string>} */
  const known = new Map();

  /** @param {string} word */
  const stripped = (word) => {
    /** @type {string[]} */
    const found = [];
    for (const suffix of table.akhiran) {
      if (word.length - suffix.length >= SHORTEST_ROOT && word.endsWith(suffix)) {
        found.push(word.slice(0, -suffix.length));
      }
    }
    for (const [prefix, swallowed] of prefixes) {
      if (word.length - prefix.length < SHORTEST_ROOT - 1 || !word.startsWith(prefix)) continue;
      for (const letter of swallowed) found.push(letter + word.slice(prefix.length));
    }
    return found;
  };

  /** @param {string} word */
  const search = (word) => {
    if (roots.has(word) || /\p{N}/u.test(word)) return word;
    const twice = /^(\p{L}{3,})\1$/u.exec(word)?.[1];
    if (twice && roots.has(twice)) return twice;
    let ring = [word];
    const seen = new Set(ring);
    for (let depth = 0; depth < 4 && ring.length; depth += 1) {
      const next = ring.flatMap(stripped).filter((form) => !seen.has(form) && seen.add(form));
      const rooted = next.filter((form) => form.length >= SHORTEST_ROOT && roots.has(form));
      if (rooted.length) return rooted.reduce((a, b) => (b.length > a.length ? b : a));
      ring = next;
    }
    const ending = ENDINGS.find((end) => word.endsWith(end) && word.length - end.length >= SHORTEST_REST);
    return ending ? word.slice(0, -ending.length) : word;
  };

  /** @param {string} word */
  const stem = (word) => {
    let root = known.get(word);
    if (root === undefined) {
      root = search(word);
      known.set(word, root);
    }
    return root;
  };

  /** @param {string} text */
  const tokens = (text) =>
    (text.normalize("NFKC").toLowerCase().match(TOKEN) ?? []).map((token) =>
      AMOUNT.test(token) ? token.replace(/[.,]|^rp/g, "") : token,
    );

  /**
   * Make spoken forms plain; each word remembers what was written.
   * @param {string[]} written
   */
  const made = (written) => {
    /** @type {Array<{word: string, from: string[]}>} */
    const found = [];
    for (let at = 0; at < written.length; ) {
      let size = Math.min(2, written.length - at);
      for (; size > 0; size -= 1) if (plain.has(written.slice(at, at + size).join(" "))) break;
      const from = written.slice(at, at + Math.max(size, 1));
      const words = size ? (plain.get(from.join(" ")) ?? []) : from;
      for (const word of words) found.push({ word, from });
      at += Math.max(size, 1);
    }
    return found;
  };

  /** @type {Map<string, string>} */
  const phrases = new Map();
  for (const group of table.padanan) {
    const keys = group.map((phrase) => made(tokens(phrase)).map(({ word }) => stem(word)).join(" "));
    const term = (keys[0] ?? "").replaceAll(" ", "_");
    for (const key of keys) if (key && !phrases.has(key)) phrases.set(key, term);
  }
  const light = new Set(table.ringan.map((word) => phrases.get(stem(word)) ?? stem(word)));

  /** @param {string} text @returns {Span[]} */
  const spans = (text) => {
    const plainly = made(tokens(text));
    const stems = plainly.map(({ word }) => stem(word));
    const found = [];
    for (let at = 0; at < stems.length; ) {
      let size = Math.min(LONGEST_PHRASE, stems.length - at);
      /** @type {string | undefined} */
      let term;
      for (; size > 0; size -= 1) {
        term = phrases.get(stems.slice(at, at + size).join(" "));
        if (term) break;
      }
      size = Math.max(size, 1);
      term ??= stems[at] ?? "";
      const words = [...new Set(plainly.slice(at, at + size).flatMap(({ from }) => from))];
      const parts = size > 1 ? stems.slice(at, at + size) : [];
      found.push({ term, words, stems: parts, light: light.has(term) });
      at += size;
    }
    return found;
  };

  /** @param {string} text */
  const terms = (text) => spans(text).flatMap(({ term, stems }) => [term, ...stems]);

  return { tokens, stem, spans, terms };
}
