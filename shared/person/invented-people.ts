/** People who do not exist, for the demo and for tests: names of the region, ID numbers that check. The randomness is passed in. */
import type { LocalDate } from '../base/brands.ts';
import { type Sex, idCheckCharacter } from './identity.ts';
import { addDays } from '../base/local-date.ts';

export interface InventedPerson {
  readonly name: string;
  readonly sex: Sex;
  readonly birth: LocalDate;
  /** 18 characters with a right check character. */
  readonly idNumber: string;
  /** An eleven-digit mobile number; null for one in six, as in the villages. */
  readonly phone: string | null;
}

const SURNAMES = '向张陈邓舒宋王李刘杨周吴全石熊钟金孙谢罗唐胡龙覃符';
const MALE = [
  '建',
  '国',
  '德',
  '明',
  '生',
  '友',
  '金',
  '水',
  '长',
  '开',
  '家',
  '文',
  '大',
  '发',
  '福',
  '财',
  '平',
  '松',
  '军',
  '辉',
];
const FEMALE = [
  '满',
  '桂',
  '玉',
  '云',
  '春',
  '秀',
  '香',
  '莲',
  '兰',
  '英',
  '菊',
  '梅',
  '凤',
  '琴',
  '花',
  '清',
  '红',
  '珍',
  '娥',
  '燕',
];

const FIRST_BIRTH = '1930-01-01' as LocalDate;
const BIRTH_SPAN_DAYS = 27_000;
/** Registered in Yuanling since 1997 under 431222, before that under 433022 (STANDARDS §10). */
const CODE_CHANGED = '1997-01-01';

/** A person made up from `random` (0 ≤ x < 1). The same sequence of numbers makes the same person. */
export function inventPerson(random: () => number): InventedPerson {
  const pick = <Item>(items: ArrayLike<Item>): Item => items[Math.floor(random() * items.length)] as Item;
  const sex: Sex = random() < 0.5 ? 'male' : 'female';
  const given = sex === 'male' ? MALE : FEMALE;
  const name = pick(SURNAMES) + pick(given) + (random() < 0.7 ? pick(given) : '');
  const birth = addDays(FIRST_BIRTH, Math.floor(random() * BIRTH_SPAN_DAYS));
  const order = Math.floor(random() * 500) * 2 + (sex === 'male' ? 1 : 0);
  const digits = `${birth < CODE_CHANGED ? '433022' : '431222'}${birth.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  const mobile = `1${pick('3578')}${String(Math.floor(random() * 1e9)).padStart(9, '0')}`;
  return { name, sex, birth, idNumber: digits + idCheckCharacter(digits), phone: random() < 1 / 6 ? null : mobile };
}
