/**
 * One reader for each field of a person: from what was typed, pasted, imported or stored by an older program to the normal form, and what is
 * wrong with it. A doubt is shown and kept all the same; what is refused is kept nowhere. The normal form of a normal form is itself.
 */
import { PlaceCodeSchema } from '../base/brands.ts';
import type { LocalDate } from '../base/brands.ts';
import { APPLICANT_KINDS, type Applicant, PAPER_LABELS, chosen, isBody, papersOf } from './applicant.ts';
import { checkIdNumber } from './identity.ts';
import { checkNumber, recognisedPaper } from './paper-number.ts';
import { checkPhone } from './phone.ts';
import { readSlipName, withWords } from '../slips/slip-name.ts';
import { type PersonProblem, type PersonProblemCode, personProblem, saysMissing } from './problems.ts';

/** What every field is read by, beside its text. */
export interface Surroundings {
  /** A birth after it has not happened. */
  readonly today: LocalDate;
  /** Returns whether there is a village with this code; true where places are not at hand. */
  readonly isVillage: (code: string) => boolean;
}

/** And of whom: a number is read by the check of its paper, a name by whose it is. `readFields` (person.ts) tells it of a person. */
interface ReadContext extends Surroundings {
  readonly of: Applicant;
}

export interface FieldReading {
  /** The normal form; null: nothing is written. Of a refused text: what can be read of it. */
  readonly value: string | null;
  /** What a person should look at. */
  readonly doubts: readonly PersonProblem[];
  /** Why it can't be kept; null: it can. */
  readonly refused: PersonProblem | null;
  /** Another value that would be right, for a person to confirm. */
  readonly suggestion: string | null;
}

export type FieldReader = (text: string, context: ReadContext) => FieldReading;

const reading = (
  value: string | null,
  doubts: readonly PersonProblemCode[] = [],
  suggestion: string | null = null,
) => ({
  value,
  doubts: doubts.map(personProblem),
  refused: null,
  suggestion,
});
const refusal = (text: string, code: PersonProblemCode): FieldReading => ({
  value: text,
  doubts: [],
  refused: personProblem(code),
  suggestion: null,
});

/** Returns the text in half width, without invisible characters. */
const narrow = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
const singleBlanks = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** Only brackets and letters have two widths in the name of a body; a full stop or quotes in it may be part of it. */
function readBodyName(text: string, max: number): FieldReading {
  const body = singleBlanks(narrow(text))
    .replace(/(?<=[^\x20-\x7e]) | (?=[^\x20-\x7e])/gu, '')
    .replaceAll('(', '（')
    .replaceAll(')', '）');
  if (body === '' || /^(?:无|没有|不详|[-—/\\]+)$/u.test(body)) return refusal('', 'body-name-missing');
  return body.length > max ? refusal(text, 'body-name-long') : reading(body);
}

/** `max`: how many characters are kept. The name of an applicant: of a body as it is registered, of a person as people write names. */
export const readName =
  (max: number): FieldReader =>
  (text, context) =>
    isBody(context.of) ? readBodyName(text, max) : readPersonName(max)(text, context);

/** The name of a natural person. */
const readPersonName =
  (max: number): FieldReader =>
  (text) => {
    const { name, problem, guessed } = readSlipName(text);
    if (name === null) return refusal('', 'name-missing');
    // The reader of names cuts at this length; what it cut off would be lost.
    if (name.length >= max && withWords(narrow(text)).length > max) return refusal(text, 'name-long');
    if (problem === 'name-two' && guessed !== true) return refusal(name, problem);
    return reading(name, problem === null ? [] : [problem]);
  };

/** What a spreadsheet makes of a long number. */
const SCIENTIFIC = /^\d(?:[.]\d+)?e\+?\d{1,2}$/iu;
const NUMBER_RUN = /(?<![\dXx])(?:\d{17}[\dXx]|\d{15})(?![\dXx])/gu;
/** Of a thousand true numbers one ends so, and one in eleven of those that lost their digits checks. */
const ROUNDED = /^\d{15}000$/u;

/** The one number among other words (户主, 本人, a phone), where it checks. */
function amongWords(text: string, today: LocalDate): string | null {
  const [bare, ...others] = text.replace(/(?<=[\dXx])[^\S\n]+(?=[\dXx])/gu, '').match(NUMBER_RUN) ?? [];
  if (bare === undefined || others.length > 0 || bare === text) return null;
  const { verdict, number } = checkIdNumber(bare, today);
  return verdict === 'ok' || verdict === 'warn' ? number : null;
}

/** The number of a resident ID. */
function readIdNumber(written: string, max: number, today: LocalDate): FieldReading {
  const text = narrow(written);
  if (SCIENTIFIC.test(text.replace(/\s/gu, ''))) return reading(null, ['id-lost-digits']);
  if ((text.match(NUMBER_RUN) ?? []).length > 1) return refusal(written, 'id-two');
  const { number, problems, suggestion } = checkIdNumber(written, today);
  const codes: PersonProblemCode[] = problems.map(({ code }) => code);
  if (ROUNDED.test(number)) codes.push('id-rounded');
  const offered = suggestion ?? amongWords(text, today);
  // Not valid for a new filing (STANDARDS §10); its 18 digits are offered where its date exists.
  const refused = number.length > max ? 'id-long' : codes.find((code) => code === 'id-15');
  const read = reading(
    number === '' ? null : number,
    codes.filter((code) => code !== refused),
    offered,
  );
  return refused === undefined ? read : { ...read, refused: personProblem(refused) };
}

/** The number of the applicant's paper. */
export const readNumber =
  (max: number): FieldReader =>
  (written, { today, of: { paper } }) => {
    if (paper === 'resident-id') return readIdNumber(written, max, today);
    const { number, problems } = checkNumber(paper, written, today);
    if (number.length > max) return refusal(written, 'id-long');
    const codes = problems.map(({ code }) => code);
    if (codes.includes('number-none')) return refusal(written, 'number-none');
    // Where there is no paper yet, no number is missed.
    return reading(number === '' ? null : number, paper === 'none' ? [] : codes);
  };

/** The number of another person's paper, which tells by itself what it is: it may be left out. */
export const readOthersNumber =
  (max: number): FieldReader =>
  (written, context) => {
    const paper = recognisedPaper(written) ?? 'resident-id';
    const read = readNumber(max)(written, { ...context, of: { kind: 'person', paper } });
    return { ...read, doubts: read.doubts.filter((doubt) => !saysMissing(doubt)) };
  };

/** The kind of applicant, by its key or in words. A natural person is kept as nothing. */
export const readKind: FieldReader = (text) => {
  if (narrow(text) === '') return reading(null);
  const kind = chosen(APPLICANT_KINDS, text);
  if (kind === null) return refusal(text, 'kind-unknown');
  return reading(kind === 'person' ? null : kind);
};

/** The usual paper of the kind of applicant is kept as nothing. */
export const readPaper: FieldReader = (text, { of: { kind } }) => {
  if (narrow(text) === '') return reading(null);
  const paper = chosen(PAPER_LABELS, text);
  if (paper === null) return refusal(text, 'paper-unknown');
  const theirs = papersOf(kind);
  if (!theirs.includes(paper)) return refusal(text, 'paper-not-theirs');
  return reading(paper === theirs[0] ? null : paper);
};

/** The name of another person, which may be left out. */
export const readOtherPerson =
  (max: number): FieldReader =>
  (text, context) =>
    narrow(text) === '' ? reading(null) : readPersonName(max)(text, context);

export const readRelation =
  (max: number): FieldReader =>
  (text) => {
    const relation = singleBlanks(narrow(text));
    return relation.length > max ? refusal(text, 'relation-long') : reading(relation === '' ? null : relation);
  };

/** A field that is asked of bodies alone, and may be left out. */
const ofBodies =
  (read: FieldReader): FieldReader =>
  (text, context) => {
    if (narrow(text) === '') return reading(null);
    return isBody(context.of) ? read(text, context) : refusal(text, 'body-only');
  };
export const readBodysPerson = (max: number): FieldReader => ofBodies(readPersonName(max));
export const readBodysNumber = (max: number): FieldReader => ofBodies(readOthersNumber(max));

export const readPhone =
  (max: number): FieldReader =>
  (text) => {
    const { phone, verdict, problem } = checkPhone(text);
    if (verdict === 'bad' && narrow(text).length > max) return refusal(text, 'phone-long');
    return reading(phone, problem === null ? [] : [problem.code]);
  };

/** The code of a village. */
export const readVillage: FieldReader = (text, { isVillage }) => {
  const code = narrow(text).replace(/\s/gu, '');
  if (code === '') return reading(null);
  return PlaceCodeSchema.safeParse(code).success && isVillage(code) ? reading(code) : refusal(text, 'village-unknown');
};

/** A number alone is that group: a sheet says 3 where a form says 3组. */
export const readGroup =
  (max: number): FieldReader =>
  (text) => {
    const group = singleBlanks(narrow(text)).replace(/^(\d{1,3})$/u, '$1组');
    return group.length > max ? refusal(text, 'group-long') : reading(group === '' ? null : group);
  };

/** Its digits and letters in half width; brackets and commas stay as a Chinese text has them. */
export const readAddress =
  (max: number): FieldReader =>
  (text) => {
    const address = singleBlanks(text.replace(/\p{Cf}/gu, '').replace(/[０-９Ａ-Ｚａ-ｚ]/gu, narrow));
    return address.length > max ? refusal(text, 'address-long') : reading(address === '' ? null : address);
  };
