/**
 * The search itself: records in, ranked records out. No page, no worker, no theme.
 *
 * MiniSearch finds what shares a term; the order is then decided by how much of the question a
 * record covers, and how close the question comes to one of its aliases or its title.
 */

import MiniSearch from "minisearch";
import { holding, named, quotedIn } from "./lookups.js";
import { Vocabulary, trigrams } from "./vocabulary.js";
import { makeWords } from "./words.js";

/** @typedef {import("./words.js").WordTable} WordTable */
/** @typedef {import("./words.js").Words} Words */

/**
 * @typedef {object} Answer
 * @property {string} label
 * @property {string} text
 * @property {string} [when]
 * @property {string} [part] Id of the official wording.
 * @property {string} [copy] Set where the text may be copied for a caller or a report.
 */

/**
 * @typedef {object} Entry A record as the build writes it; see macros/search_records.py.
 * @property {string} id
 * @property {string} kind
 * @property {string} title
 * @property {string} url
 * @property {string} [clause]
 * @property {string[]} [aliases]
 * @property {string} [summary]
 * @property {string} [text]
 * @property {string} [document]
 * @property {string} [date]
 * @property {Answer[]} [answers]
 * @property {string[]} [marks]
 * @property {string[]} [roles]
 * @property {string} [start]
 */

/**
 * @typedef {object} Hit
 * @property {Entry} entry
 * @property {number} score
 * @property {string[]} terms Terms of the index that matched, and those of the words asked.
 */

/** @typedef {{role?: string, document?: string, limit?: number}} Filter */

const FIELDS = ["title", "aliases", "summary", "text"];
const BOOST = { title: 2, aliases: 4, summary: 1.2, text: 1 };
const CANDIDATES = 80;
/** What scores less than this share of the best answers something else. */
const TAIL = 0.35;
/** Of half a word, so many ways to go on are looked at, and so many asked for. */
const MOST_FORMS = 60;
const MOST_COMPLETED = 8;
const MARKS = /** @type {Record<string, number>} */ ({ historis: 0.9, dicabut: 0.75 });
const KINDS = /** @type {Record<string, number>} */ ({ istilah: 0.8, halaman: 0.8, alur: 0.8, katalog: 0.85 });
/** How much a light word counts, and a half-typed or mistyped one. */
const TUNE = { light: 0.12, half: 0.9, halfBeside: 0.3, slip: 0.9, part: 0.7, sense: 0.9, kin: 0.02 };
const WEIGHTS = { found: 0.35, cover: 0.8, alias: 1.0, title: 0.35, wanted: 1.4 };

/** @param {Words} words */
const options = (words) => ({
  fields: FIELDS,
  idField: "id",
  tokenize: (/** @type {string} */ text) => words.terms(text),
  processTerm: (/** @type {string} */ term) => term,
  extractField: (/** @type {Record<string, unknown>} */ entry, /** @type {string} */ name) => {
    const value = entry[name];
    return Array.isArray(value) ? value.join(" \n ") : String(value ?? "");
  },
  autoVacuum: false,
});

/**
 * Make the index of some records, as plain data. The build does this once.
 * @param {Entry[]} entries
 * @param {WordTable} table
 */
export function buildIndex(entries, table) {
  const index = new MiniSearch(options(makeWords(table)));
  index.addAll(entries);
  return index.toJSON();
}

const DIGITS = /^\p{N}+$/u;
/** A question this like an alias asks the same. */
const SAME = 0.8;

/** The search over one set of records. */
export class SearchEngine {
  /**
   * @param {Entry[]} entries
   * @param {WordTable} table
   * @param {import("minisearch").AsPlainObject} [index] What `buildIndex` made of the same entries and table.
   */
  constructor(entries, table, index) {
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
    this.words = makeWords(table);
    const plain = index ?? buildIndex(entries, table);
    /** @type {MiniSearch} */
    this.index = MiniSearch.loadJS(plain, options(this.words));
    this.postings = new Map(plain.index);
    /** @type {Map<string, {aliases: Set<string>[], title: Set<string>}>} */
    this.near = new Map();
    /** @type {Map<string, number>} */
    this.counts = new Map();
    /** @type {Vocabulary | null} */
    this.vocabulary = null;
    /** @type {Map<string, string[]> | null} */
    this.surfaces = null;
    this.table = table;
  }

  /** The vocabulary, made at the first use. */
  known() {
    if (!this.vocabulary) {
      /** @type {Set<string>} */
      const found = new Set();
      for (const entry of this.entries.values()) {
        const texts = [entry.title, entry.summary ?? "", entry.text ?? "", ...(entry.aliases ?? [])];
        for (const token of this.words.tokens(texts.join(" "))) found.add(token);
      }
      for (const form of Object.keys(this.table.ragam)) found.add(form);
      for (const group of this.table.padanan) {
        for (const phrase of group) for (const token of this.words.tokens(phrase)) found.add(token);
      }
      this.vocabulary = new Vocabulary(found);
    }
    return this.vocabulary;
  }

  /**
   * In how many records a term stands.
   * @param {string} term
   */
  count(term) {
    let count = this.counts.get(term);
    if (count === undefined) {
      const fields = Object.values(this.postings.get(term) ?? {});
      count = new Set(fields.flatMap((records) => Object.keys(records))).size;
      this.counts.set(term, count);
    }
    return count;
  }

  /**
   * How much a term tells: near 1 for a term of a single record, less the more have it.
   * @param {string} term
   */
  worth(term) {
    const all = this.entries.size;
    return Math.log(1 + all / (1 + this.count(term))) / Math.log(1 + all);
  }

  /**
   * The words that stand in the most records.
   * @param {string[]} forms
   * @param {number} most
   */
  common(forms, most) {
    if (forms.length <= most) return forms;
    const counted = forms.map((form) => ({ form, count: this.count(this.words.terms(form)[0] ?? "") }));
    return counted
      .sort((a, b) => b.count - a.count)
      .slice(0, most)
      .map(({ form }) => form);
  }

  /**
   * Put known words in the place of slips of the finger.
   * @param {string} text
   * @param {boolean} open The last word may still be typed.
   */
  corrected(text, open) {
    const tokens = this.words.tokens(text);
    return tokens.map((token, at) => {
      const last = open && at === tokens.length - 1;
      if (token.length < 4 || /\p{N}/u.test(token) || this.known().has(token)) return token;
      if (this.words.terms(token).some((term) => this.count(term))) return token;
      if (last && this.known().completions(token, 1).length) return token;
      return this.known().neighbours(token, last)[0]?.word ?? token;
    });
  }

  /**
   * Read a question: each word with the terms of the index it may stand for.
   * @param {string} text
   * @param {boolean} half The last word may still be typed.
   */
  read(text, half) {
    const open = half && !/[\s"”]$/.test(text);
    const written = this.words.tokens(text);
    const meant = this.corrected(text, open);
    const slipped = new Set(meant.filter((token, at) => token !== written[at]));
    const spans = this.words.spans(meant.join(" "));
    return spans.map(({ term, words, stems, light }, at) => {
      /** @type {Map<string, number>} */
      const terms = new Map();
      /** @param {string} form @param {number} weight */
      const add = (form, weight) => {
        for (const other of this.words.terms(form)) {
          if (this.count(other) && weight > (terms.get(other) ?? 0)) terms.set(other, weight);
        }
      };
      const word = words.at(-1) ?? term;
      const sure = words.some((token) => slipped.has(token)) ? TUNE.slip : 1;
      if (this.count(term)) terms.set(term, sure);
      else for (const part of stems) if (this.count(part)) terms.set(part, sure * TUNE.part);
      // A reader may ask for "constructor"; every object has one.
      const sense = Object.hasOwn(this.table.arti_lain, word) ? this.table.arti_lain[word] : "";
      if (sense && words.length === 1) add(sense, TUNE.sense);
      const last = open && at === spans.length - 1;
      if (last && word.length > 1 && !(terms.size && DIGITS.test(word))) {
        const share = terms.size ? TUNE.halfBeside : TUNE.half;
        const forms = this.known().completions(word, MOST_FORMS);
        for (const form of this.common(forms, MOST_COMPLETED)) {
          add(form, share * (0.4 + (0.6 * word.length) / form.length));
        }
      }
      if (slipped.has(word)) {
        const first = written[meant.indexOf(word)] ?? word;
        for (const { word: form, likeness } of this.known().neighbours(first, last)) {
          add(form, TUNE.slip * likeness);
        }
      }
      return { term, words, light, terms };
    });
  }

  /**
   * @param {Entry} entry
   * @param {Filter} filter
   */
  static fits(entry, { role, document }) {
    return (!role || (entry.roles ?? [role]).includes(role)) && (!document || entry.document === document);
  }

  /**
   * Find what answers a question.
   * @param {string} text
   * @param {Filter & {half?: boolean}} [filter] `half`: the last word may still be typed.
   * @returns {Hit[]} Best first.
   */
  search(text, filter = {}) {
    const limit = filter.limit ?? 20;
    /** @param {Hit} hit */
    const fits = ({ entry }) => SearchEngine.fits(entry, filter);
    const quoted = quotedIn(text);
    if (quoted) return holding(this.entries.values(), quoted).filter(fits).slice(0, limit);
    const byId = named(this.entries.values(), text).filter(fits);
    const question = this.read(text.slice(0, 400), filter.half ?? true).slice(0, 24);
    const hits = this.ranked(question).filter(fits);
    const first = new Set(byId.map(({ entry }) => entry.id));
    const least = (hits[0]?.score ?? 0) * TAIL;
    const others = hits.filter(({ entry, score }) => !first.has(entry.id) && score >= least);
    return [...byId, ...others].slice(0, limit);
  }

  /**
   * The words of a question that no SOP says: what is found then answers something else. A
   * question that is an alias of the first answer says what it means in other words.
   * @param {string} text
   * @param {Hit[]} hits
   * @returns {string[]}
   */
  unsaid(text, hits) {
    if (!hits[0] || quotedIn(text)) return [];
    const question = this.read(text.slice(0, 400), true).slice(0, 24);
    const asked = question.map(({ terms }) => ({ terms, worth: 1 }));
    const { aliases } = this.closeness(hits[0].entry);
    if (aliases.some((terms) => this.likeness(asked, asked.length, terms) >= SAME)) return [];
    return question
      .filter(({ light, terms, words }) => !light && !words.some((word) => DIGITS.test(word)) && ![...terms.keys()].some((term) => this.isSaid(term)))
      .map(({ words }) => words.join(" "));
  }

  /**
   * Whether a term stands in what is shown of any record, and not in an alias alone.
   * @param {string} term
   */
  isSaid(term) {
    const fields = Object.keys(this.postings.get(term) ?? {});
    return fields.some((field) => Number(field) !== FIELDS.indexOf("aliases"));
  }

  /**
   * What comes nearest where nothing was found: titles and aliases that look alike.
   * @param {string} text
   * @param {Filter} filter
   * @returns {Hit[]}
   */
  nearest(text, filter) {
    const mine = new Set(trigrams(this.words.tokens(text.slice(0, 80)).join(" ")));
    /** @type {Hit[]} */
    const hits = [];
    for (const entry of this.entries.values()) {
      if (!SearchEngine.fits(entry, filter)) continue;
      const names = [entry.title, ...(entry.aliases ?? [])];
      const score = Math.max(
        ...names.map((name) => {
          const grams = new Set(trigrams(this.words.tokens(name).join(" ")));
          const shared = [...grams].filter((gram) => mine.has(gram)).length;
          return (2 * shared) / (grams.size + mine.size || 1);
        }),
      );
      if (score > 0) hits.push({ entry, score, terms: [] });
    }
    return hits.sort((a, b) => b.score - a.score).slice(0, filter.limit);
  }

  /**
   * The words that stand for some terms wherever they are shown, to be marked there.
   * @param {string[]} terms
   */
  marked(terms) {
    if (!this.surfaces) {
      this.surfaces = new Map();
      for (const word of this.known().words) {
        for (const { term, light } of this.words.spans(word)) {
          if (light) continue;
          const words = this.surfaces.get(term);
          if (words) words.push(word);
          else this.surfaces.set(term, [word]);
        }
      }
    }
    const surfaces = this.surfaces;
    return [...new Set(terms.flatMap((term) => surfaces.get(term) ?? []))];
  }

  /**
   * @param {ReturnType<SearchEngine["read"]>} question
   * @returns {Hit[]}
   */
  ranked(question) {
    /** @type {Map<string, number>} */
    const weights = new Map();
    for (const { terms, light } of question) {
      for (const [term, weight] of terms) {
        const counted = light ? weight * TUNE.light : weight;
        if (counted > (weights.get(term) ?? 0)) weights.set(term, counted);
      }
    }
    if (!weights.size) return [];
    const found = this.index.search([...weights.keys()].join("\n"), {
      tokenize: (text) => text.split("\n"),
      prefix: false,
      fuzzy: false,
      combineWith: "OR",
      boost: BOOST,
      boostTerm: (term) => weights.get(term) ?? 1,
    });
    const best = found[0]?.score ?? 1;
    const said = question.flatMap(({ words }) => words.flatMap((word) => this.words.terms(word)));
    const asked = question.map(({ terms, light, term }) => {
      const worths = [...terms].map(([other, weight]) => this.worth(other) * weight);
      const worth = terms.size ? Math.max(...worths) : 0.6;
      return { terms, term, worth: light ? worth * TUNE.light : worth };
    });
    const total = asked.reduce((sum, { worth }) => sum + worth, 0) || 1;
    const hits = found.slice(0, CANDIDATES).map((result) => {
      const entry = /** @type {Entry} */ (this.entries.get(String(result.id)));
      const matched = new Set(result.terms);
      const cover = asked.reduce((sum, { terms, worth }) => {
        let most = 0;
        for (const [term, weight] of terms) if (matched.has(term)) most = Math.max(most, weight);
        return sum + worth * most;
      }, 0);
      const near = this.closeness(entry);
      const alias = Math.max(0, ...near.aliases.map((terms) => this.likeness(asked, total, terms)));
      const title = this.likeness(asked, total, near.title);
      let score =
        (WEIGHTS.found * result.score) / best +
        WEIGHTS.cover * (cover / total) ** WEIGHTS.wanted +
        WEIGHTS.alias * alias +
        WEIGHTS.title * title;
      for (const mark of entry.marks ?? []) score *= MARKS[mark] ?? 1;
      score *= KINDS[entry.kind] ?? 1;
      score -= TUNE.kin * (entry.clause ?? "").length * 0.1;
      return { entry, score, terms: [...result.terms, ...said] };
    });
    return hits.sort((a, b) => b.score - a.score);
  }

  /** @param {Entry} entry */
  closeness(entry) {
    let near = this.near.get(entry.id);
    if (!near) {
      near = {
        aliases: (entry.aliases ?? []).map((alias) => new Set(this.words.terms(alias))),
        title: new Set(this.words.terms(entry.title)),
      };
      this.near.set(entry.id, near);
    }
    return near;
  }

  /**
   * How alike a question and a phrase are: 1 when they say the same.
   * @param {Array<{terms: Map<string, number>, worth: number}>} asked
   * @param {number} total
   * @param {Set<string>} phrase
   */
  likeness(asked, total, phrase) {
    let shared = 0;
    /** @type {Set<string>} */
    const used = new Set();
    for (const { terms, worth } of asked) {
      let most = 0;
      for (const [term, weight] of terms) {
        if (phrase.has(term)) {
          most = Math.max(most, weight);
          used.add(term);
        }
      }
      shared += worth * most;
    }
    if (!shared) return 0;
    let all = 0;
    let said = 0;
    for (const term of phrase) {
      const worth = this.worth(term);
      all += worth;
      if (used.has(term)) said += worth;
    }
    const recall = shared / total;
    const precision = said / (all || 1);
    return (2 * recall * precision) / (recall + precision || 1);
  }
}
