/** People whom a file lists without any slip: their number is said beside the slips, so that no person is left out in silence. */

/** People of a sheet who are no slips, as they want nothing on any day. */
export interface Unread {
  readonly sheet: string;
  readonly people: number;
}

/** One sentence for people. */
export const unreadLine = ({ sheet, people }: Unread): string =>
  `工作表“${sheet}”里有 ${people} 个人没有写事项和日期，看着像名册，没有读进来；要登记的，请补上事项和日期再导入。`;
