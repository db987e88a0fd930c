/** States of a case as people know them (DESIGN §3). */
export const CASE_STATES = {
  'proxy-received': '代办登记',
  'handed-over': '已移交',
  'returned-to-village': '退回村里',
  received: '收件',
  supplementing: '补正中',
  accepted: '已受理',
  paused: '特别程序',
  forwarded: '转报县级',
  'county-returned': '县级退回',
  concluded: '已办结',
  delivered: '已送达',
  archived: '已归档',
  refused: '不予受理',
  closed: '退件',
  withdrawn: '撤件',
  voided: '作废',
} as const;
export type CaseState = keyof typeof CASE_STATES;

export const WITH_VILLAGE = [
  'proxy-received',
  'handed-over',
  'returned-to-village',
] as const satisfies readonly CaseState[];

export const OPEN_AT_CENTRE = [
  'received',
  'supplementing',
  'accepted',
  'paused',
  'forwarded',
  'county-returned',
] as const satisfies readonly CaseState[];

/** While something is left to do in a villager's stead: until the result is handed out. */
export const WHILE_MANDATED = [...WITH_VILLAGE, ...OPEN_AT_CENTRE, 'concluded'] as const satisfies readonly CaseState[];
