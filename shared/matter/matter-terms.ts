/** The words of each matter, prepared once per catalogue, and the plain spelling in which texts are compared with them. */
import type { MatterCode } from '../base/brands.ts';
import type { Catalogue, Matter } from './catalogue.ts';
import { EVERYDAY_PHRASES, LIKE } from './matter-search-words.ts';

/** One way to name a matter. */
export interface Term {
  readonly code: MatterCode;
  /** As a person reads it. */
  readonly shown: string;
  /** Plain spelling, see `plainText`. */
  readonly plain: string;
  /** Plain spelling with words of like meaning made equal, see `likeText`. */
  readonly like: string;
  readonly kind: 'name' | 'core' | 'keyword' | 'phrase';
}

export interface MatterTerms {
  readonly all: readonly Term[];
  /** Exact plain spelling to its terms. */
  readonly byPlain: ReadonlyMap<string, readonly Term[]>;
  readonly byLike: ReadonlyMap<string, readonly Term[]>;
  readonly ofMatter: ReadonlyMap<string, readonly Term[]>;
  /** All of a matter's words in like spelling, one a line: what occurs in one of them occurs in this. */
  readonly text: ReadonlyMap<string, string>;
  /** Place in the catalogue, for a stable order. */
  readonly rank: ReadonlyMap<string, number>;
}

/** Half width, lower case, without spaces, punctuation and invisible characters. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{Cf}\p{Cc}]/gu, '');
}

/** `plain` with words of like meaning (补助, 津贴 → 补贴 …) made equal. */
export function likeText(plain: string): string {
  return LIKE.reduce((text, [from, to]) => text.replaceAll(from, to), plain);
}

/** Endings of official names that are left out in speech, longest first. */
const OFFICIAL_ENDINGS =
  '申请受理与审核|对象识别申请|申请初审|申请受理|申报备案|对象申请|对象申报|登记受理|登记服务|项目申报|资金申领|补领换领|补办换发|申领、换领、补领|申领、补领换领|变更、补发申请|申请代收|申请|申报|申领|登记|审批|审核|初审|备案|办理|开具|出具|认定|服务'.split(
    '|',
  );

/** The name without as many endings as stand there one after another. */
function withoutEndings(name: string): string {
  const starts = new Set([name.length]);
  for (const start of starts)
    for (const ending of OFFICIAL_ENDINGS) if (name.endsWith(ending, start)) starts.add(start - ending.length);
  return name.slice(0, Math.min(...starts));
}

/** Shorter forms of an official name: without brackets, without the ending. At least four characters, so that none is a general word. */
function cores(name: string): string[] {
  const bare = name.replace(/\([^()]*\)/gu, '');
  const forms = [bare, withoutEndings(name), withoutEndings(bare)];
  return forms.filter((form) => form !== name && plainText(form).length >= 4);
}

function termsOfMatter(matter: Matter): Term[] {
  const seen = new Set<string>();
  const term = (shown: string, kind: Term['kind']): Term[] => {
    const plain = plainText(shown);
    if (plain === '' || seen.has(plain)) return [];
    seen.add(plain);
    return [{ code: matter.code, shown, plain, like: likeText(plain), kind }];
  };
  return [
    ...term(matter.name, 'name'),
    ...matter.keywords.flatMap((keyword) => term(keyword, 'keyword')),
    ...cores(matter.name.normalize('NFKC')).flatMap((core) => term(core, 'core')),
    ...(EVERYDAY_PHRASES[matter.code] ?? []).flatMap((phrase) => term(phrase, 'phrase')),
  ];
}

function build(catalogue: Catalogue): MatterTerms {
  const all = catalogue.matters.flatMap(termsOfMatter);
  const ofMatter = Map.groupBy(all, (term) => String(term.code));
  return {
    all,
    byPlain: Map.groupBy(all, (term) => term.plain),
    byLike: Map.groupBy(all, (term) => term.like),
    ofMatter,
    text: new Map([...ofMatter].map(([code, own]) => [code, own.map((term) => term.like).join('\n')])),
    rank: new Map(catalogue.matters.map((matter, index) => [matter.code, index])),
  };
}

const prepared = new WeakMap<Catalogue, MatterTerms>();

/** The prepared words of a catalogue; built at the first call for that catalogue. */
export function matterTerms(catalogue: Catalogue): MatterTerms {
  let terms = prepared.get(catalogue);
  if (terms === undefined) {
    terms = build(catalogue);
    prepared.set(catalogue, terms);
  }
  return terms;
}
