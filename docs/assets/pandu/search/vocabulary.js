/** Guessing words: from half a word, or past a slip of the finger. */

/** @param {string} word */
export const trigrams = (word) => {
  const padded = ` ${word} `;
  return Array.from({ length: Math.max(padded.length - 2, 0) }, (_, at) => padded.slice(at, at + 3));
};

/**
 * Distance of two words in single letters put in, left out, changed or swapped; 9 when over.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return 9;
  /** @type {number[]} */
  let older = [];
  let old = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((old[j] ?? 9) + 1, (row[j - 1] ?? 9) + 1, (old[j - 1] ?? 9) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (older[j - 2] ?? 9) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return 9;
    older = old;
    old = row;
  }
  return old[b.length] ?? 9;
}

/** The words that stand anywhere, to be guessed from half a word or a slip of the finger. */
export class Vocabulary {
  /**
   * @param {Iterable<string>} words
   */
  constructor(words) {
    this.all = new Set(words);
    this.words = [...this.all].filter((word) => word.length > 1).sort();
    /** @type {Map<string, number[]> | null} */
    this.grams = null;
  }

  /** @param {string} word */
  has(word) {
    return this.all.has(word);
  }

  /**
   * @param {string} start
   * @param {number} most
   */
  completions(start, most) {
    let low = 0;
    let high = this.words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {string} */ (this.words[middle]) < start) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let at = low; at < this.words.length && found.length < most; at += 1) {
      const word = /** @type {string} */ (this.words[at]);
      if (!word.startsWith(start)) break;
      found.push(word);
    }
    return found;
  }

  /** The words by their trigrams, made once. */
  warm() {
    if (!this.grams) {
      this.grams = new Map();
      for (const [at, known] of this.words.entries()) {
        for (const gram of trigrams(known)) {
          const list = this.grams.get(gram);
          if (list) list.push(at);
          else this.grams.set(gram, [at]);
        }
      }
    }
    return this.grams;
  }

  /**
   * Words that share trigrams with a word, best first, each with its likeness.
   * @param {string} word
   * @param {boolean} half The word may still be going on.
   */
  neighbours(word, half) {
    const grams = this.warm();
    /** @type {Map<number, number>} */
    const shared = new Map();
    const mine = trigrams(word);
    for (const gram of mine) {
      for (const at of grams.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    const most = word.length >= 8 ? 2 : 1;
    const found = [];
    for (const [at, count] of shared) {
      const known = /** @type {string} */ (this.words[at]);
      if (known.length < 3) continue;
      const dice = (2 * count) / (mine.length + known.length);
      if (dice < 0.2) continue;
      let away = distance(word, known, most);
      let likeness = 1 - away / Math.max(word.length, known.length);
      if (half && away > most && known.length > word.length) {
        away = distance(word, known.slice(0, word.length), 1);
        likeness = (1 - away / word.length) * 0.8;
      }
      if (away <= most) found.push({ word: known, likeness: 0.7 * likeness + 0.3 * dice });
    }
    return found.sort((a, b) => b.likeness - a.likeness).slice(0, 6);
  }
}
