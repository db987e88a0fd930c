/** What is inside a bundle, in lines of name and value, for the command lines. */
import type { StickPreview } from './stick.ts';

const RECEIPTS = {
  none: '没有',
  newer: '有',
  known: '有，这里已有',
  older: '有，比这里知道的旧，只补缺的',
  'new-epoch': '有，县里恢复过备份，回执重新计算',
  past: '有，但已作废，不采用',
} as const;

export function previewLines({ sender, madeAt, events, known, ledgers, county, receipts }: StickPreview): string[] {
  return [
    `来自\t${sender.name}（${sender.station}）${sender.revoked ? '，已被县里停用' : ''}`,
    `写于\t${madeAt}`,
    `记录\t${events} 条，已有 ${known} 条`,
    ...ledgers.flatMap(({ name, foreign, kinds, ...ledger }) => [
      `台账\t${name}：${ledger.events} 条（已有 ${ledger.known}），${ledger.cases} 件${foreign ? '，不归它管' : ''}`,
      `\t${kinds.map(({ label, count }) => `${label} ${count}`).join('，')}`,
    ]),
    `县里资料\t${county.documents} 份，已有 ${county.known} 份`,
    `回执\t${RECEIPTS[receipts ?? 'none']}`,
  ];
}
