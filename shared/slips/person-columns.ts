/**
 * Finds the applicant of a row where several columns hold names: 户主姓名 | 参保人 | 身份证号 does not say whose number that is. The applicant's own
 * column counts, else the one of whom the number's heading speaks; where neither tells, a person is asked.
 */

export interface HeadedColumn {
  readonly column: number;
  /** The heading without blanks and punctuation. */
  readonly label: string;
}

interface PersonColumns {
  /** The column of the slip's person, where the headings tell; null: as their order of rank says. */
  readonly name: number | null;
  /** Columns of other people: where one holds another name, the slip's applicant is in doubt. */
  readonly rivals: readonly number[];
  /** Columns of ID numbers, where several say of the same person's that they are. */
  readonly numbers: readonly number[];
}

/** What a heading says beside the person it is about. */
const NOT_A_ROLE = /姓名|名字|公民|居民|本人|有效|身份证件?|身份|证件|号码?|[的之]/gu;
/** The applicant: the person of the slip. */
const APPLICANT = /^$|申请|申办|办事|办理|委托|当事|代办|服务|对象|群众|村民|来访|来办|人员/u;

const roleOf = ({ label }: HeadedColumn): string => label.replace(NOT_A_ROLE, '');
const isApplicant = (each: HeadedColumn): boolean => APPLICANT.test(roleOf(each)) && !/户主/u.test(roleOf(each));

/** Returns the applicant's column, by the columns of names and of numbers, and the columns of rivals. */
function personOf(names: readonly HeadedColumn[], numbers: readonly HeadedColumn[]): Omit<PersonColumns, 'numbers'> {
  if (names.length < 2) return { name: null, rivals: [] };
  const applicants = names.filter(isApplicant);
  const [applicant] = applicants;
  const plainNumber = numbers.length === 0 || numbers.some(isApplicant);
  if (applicant !== undefined && applicants.length === 1 && plainNumber) return { name: applicant.column, rivals: [] };
  const [number] = numbers;
  const owners = names.filter((each) => number !== undefined && roleOf(each) === roleOf(number));
  const [owner] = owners;
  if (owner !== undefined && owners.length === 1 && numbers.length === 1) return { name: owner.column, rivals: [] };
  return { name: applicant?.column ?? null, rivals: names.map(({ column }) => column) };
}

/** `names` and `numbers`: all columns whose headings name a person or an ID number. */
export function personColumns(names: readonly HeadedColumn[], numbers: readonly HeadedColumn[]): PersonColumns {
  const alike = numbers.filter((each) => numbers.some((other) => other !== each && roleOf(other) === roleOf(each)));
  return { ...personOf(names, numbers), numbers: alike.map(({ column }) => column) };
}
