/** Telephone numbers as people write them (STANDARDS §10). A phone is optional everywhere: many elderly villagers have none. */
import { type PersonProblem, personProblem } from './problems.ts';

export interface PhoneCheck {
  readonly verdict: 'ok' | 'bad' | 'missing';
  /** Plain spelling: `13812345678`, `0745-4221234`; several numbers joined by `、`; what was typed when it can't be read; null: none. */
  readonly phone: string | null;
  readonly kind: 'mobile' | 'landline' | 'several' | null;
  /** Words beside the number that say whose it is, e.g. 儿子. */
  readonly remark: string | null;
  readonly problem: PersonProblem | null;
}

const MOBILE = /^1[3-9]\d{9}$/;
/** Area code (0 and two or three digits) and seven or eight digits. */
const LANDLINE = /^(0(?:10|2\d|[3-9]\d{2}))([2-9]\d{6,7})$/;
const LOCAL_LANDLINE = /^[2-9]\d{6}$/;
const NONE = /^(无|没有|没|暂无|不详|无电话|无手机|[-—/\\×xX]+)$/u;
const MAX_KEPT = 30;

function one(text: string): { readonly phone: string; readonly kind: 'mobile' | 'landline' } | null {
  const digits = text
    .replace(/[\s\p{Cf}().'"‘’“”‐‑‒–—―−_-]/gu, '')
    .replace(/^(\+|00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)/, '');
  if (MOBILE.test(digits)) return { phone: digits, kind: 'mobile' };
  const parts = LANDLINE.exec(digits);
  if (parts) return { phone: `${parts[1]}-${parts[2]}`, kind: 'landline' };
  return LOCAL_LANDLINE.test(digits) ? { phone: digits, kind: 'landline' } : null;
}

/** Reads a phone number as typed. Two or more good numbers are kept together. Never throws. */
export function checkPhone(text: string): PhoneCheck {
  const plain = text.normalize('NFKC').trim();
  const missing: PhoneCheck = { verdict: 'missing', phone: null, kind: null, remark: null, problem: null };
  if (plain === '' || NONE.test(plain)) return missing;
  const whole = one(plain);
  if (whole) return { verdict: 'ok', ...whole, remark: null, problem: null };
  const words = plain.match(/\p{Script=Han}+/gu)?.join('') ?? '';
  const beside = words === '' ? null : one(plain.replace(/[\p{Script=Han}:]/gu, ''));
  if (beside)
    return { verdict: 'ok', ...beside, remark: words.replace(/^(电话|手机|联系电话)$/, '') || null, problem: null };
  const parts = plain.split(/[/、,;|\n]|\s(?=[01])|(?:或|和)/u).map((part) => part.trim());
  const several = parts.filter((part) => part !== '').map(one);
  const joined = several.map((each) => each?.phone).join('、');
  if (several.length > 1 && !several.includes(null) && joined.length <= MAX_KEPT)
    return { verdict: 'ok', phone: joined, kind: 'several', remark: null, problem: null };
  return {
    verdict: 'bad',
    phone: plain.slice(0, MAX_KEPT),
    kind: null,
    remark: null,
    problem: personProblem('phone-odd'),
  };
}
