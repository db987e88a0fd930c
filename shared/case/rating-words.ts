/** The words and codes of 好差评 (国办发〔2019〕51号): levels, channels, who gave it, and what a rating may point at. */
import { PERSON_FIELDS } from '../person/person-fields.ts';
import type { Choices } from './form.ts';

export const SCORES = { '5': '非常满意', '4': '满意', '3': '基本满意', '2': '不满意', '1': '非常不满意' } as const;
/** The last two of the five levels are 差评. */
const BAD_AT_MOST = 2;
export const isBad = (score: number): boolean => score <= BAD_AT_MOST;

/** How a rating came, or was asked for. What a platform counts by itself is none of them. */
export const RATING_CHANNELS = {
  pad: '评价器',
  terminal: '大厅自助终端',
  paper: '纸质评价表',
  phone: '打电话',
  qr: '扫二维码',
  sms: '短信',
  mobile: '手机',
  pc: '电脑网页',
} as const;
export type RatingChannel = keyof typeof RATING_CHANNELS;

export const GIVERS = {
  self: '申请人本人',
  agent: PERSON_FIELDS.agent.label,
  family: '家属',
  other: '其他人',
} as const;
export const NAMED = { named: '实名', anonymous: '匿名' } as const;

/**
 * What a rating may point at, by the version of the list: a code keeps its words for ever. A new list is a new version here, and the last one is
 * offered. The national lists were not to be had: the codes are this program's own, the first digit says the side.
 */
const ITEMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '1': {
    '101': '态度热情',
    '102': '讲得清楚',
    '103': '一次就办成',
    '104': '比承诺的快',
    '201': '态度生硬',
    '202': '没有一次说清',
    '203': '多要材料',
    '204': '来回跑',
    '205': '超过承诺时间',
    '206': '窗口没人',
    '207': '收费不合规定',
  },
};
export const ITEMS_VERSION = Object.keys(ITEMS).at(-1) as string;

/** The items that a rating of that level may point at, of the list in force. */
export const itemsOffered = (score: number): Choices =>
  Object.fromEntries(
    Object.entries(ITEMS[ITEMS_VERSION] ?? {}).filter(([code]) => code.startsWith('2') === isBad(score)),
  );

/** An item in the words of its version; a code of a list that is not known here stands for itself. */
export const itemInWords = (version: string, code: string): string => ITEMS[version]?.[code] ?? code;
