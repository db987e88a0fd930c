import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { VILLAGE } from '../../fixtures/events.ts';
import { Machine } from '../../site/machine.ts';
import { rawAnswer } from '../../raw-line.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';

/** Of the hub's processor for one request of the largest head that it reads. */
const MOST_SECONDS_A_REQUEST = 0.5;
/** A file of some cells is read in a second or two; an expression that is quadratic takes minutes for one. */
const READ_WITHIN_MS = 60_000;

/** What expressions stumble over: one piece again and again, and then what does not fit. */
const PIECES = [
  ' ',
  '　',
  '\t',
  '0',
  '1.',
  '-',
  '、',
  '，',
  '(',
  '（',
  '）',
  '年',
  '月1',
  '日 ',
  'a',
  'A1',
  '一',
  '镇',
  '村',
  '组',
  'x ',
  '"',
  '/',
  '\\',
  '·',
  '* ',
];
const ENDS = ['', '!', 'x', '\u0000', '）', '年', '9'];

/** A text of `length` characters. */
const long = (draw: Draw, length: number): string => {
  const piece = draw.some(PIECES, draw.int(1, 3)).join('');
  const end = draw.oneOf(ENDS);
  return draw.oneOf(['', '1', '张三', 'x']) + piece.repeat(Math.ceil(length / piece.length)).slice(0, length) + end;
};

const HEADINGS = ['日期', '姓名', '身份证号', '组', '电话', '事项', '材料', '备注'];
const GOOD = ['2026-11-20', '测试甲', '431222199001010010', '3组', '13800000000', '合作医疗', '身份证复印件', ''];
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

async function readsCells(county: County, draw: Draw): Promise<string | null> {
  const machine = new Machine();
  try {
    const rows = Array.from({ length: 6 }, () => {
      const cells = [...GOOD];
      cells[draw.int(0, cells.length - 1)] = long(draw, draw.int(50_000, 100_000));
      return cells.map(quoted).join(',');
    });
    const headings = draw.int(0, 4) === 0 ? HEADINGS.map((heading) => heading + long(draw, 20_000)) : HEADINGS;
    const file = path.join(county.folder, 'long.csv');
    writeFileSync(file, [headings.map(quoted).join(','), ...rows].join('\r\n'));
    const child = machine.spawn('service/cli.ts', ['import', file, '--dry-run', '--json']);
    const timer = setTimeout(() => child.kill('SIGKILL'), READ_WITHIN_MS);
    const [code, signal] = await new Promise<[number | null, string | null]>((done) =>
      child.once('close', (status, by) => done([status, by])),
    );
    clearTimeout(timer);
    return firstOf(
      when(signal !== null, 'it was not read within a minute'),
      when(code !== null && code !== 0 && code !== 2, `it ended with ${code}`),
    );
  } finally {
    machine.remove();
  }
}

const HEADERS = [
  'authorization',
  'host',
  'content-type',
  'accept',
  'accept-encoding',
  'range',
  'if-match',
  'if-none-match',
  'cookie',
  'origin',
  'destination',
  'last-event-id',
  'x-bianmin-session',
  'forwarded',
  'user-agent',
];
const TARGETS = [
  (text: string) => `/${text}`,
  (text: string) => `/ledger-${VILLAGE}/${text}`,
  (text: string) => `/ledger-${VILLAGE}/_changes?since=${text}&feed=${text.slice(0, 5000)}`,
  (text: string) => `/ledger-${VILLAGE}/_local/${text}`,
  (text: string) => `/county/assets/${text}`,
  (text: string) => `/ledger-${text}/_changes`,
];
/** Of what stands in a head: printable and of one byte each. */
const inHead = (text: string) => text.replace(/[^\x20-\x7e]/gu, '-');

async function readsHeads(county: County, draw: Draw): Promise<string | null> {
  const { hub, agent } = county;
  const before = county.processorSeconds();
  const requests = 12;
  for (let n = 0; n < requests; n += 1) {
    const text = inHead(long(draw, draw.int(10_000, 24_000)));
    const login = `authorization: ${hub.authorization(agent)['authorization']}\r\n`;
    const target = draw.int(0, 1) === 0 ? '/' : draw.oneOf(TARGETS)(encodeURIComponent(text).slice(0, 24_000));
    const header = target === '/' ? `${draw.oneOf(HEADERS)}: ${text}\r\n` : login;
    const host = header.startsWith('host') ? '' : 'host: 127.0.0.1\r\n';
    const said = await rawAnswer(hub.address, `GET ${target} HTTP/1.1\r\n${host}${header}connection: close\r\n\r\n`);
    if (!/^HTTP\/1\.1 [234]/.test(said)) return `a long head was answered ${said.slice(0, 30)}`;
  }
  const each = (county.processorSeconds() - before) / requests;
  return when(each > MOST_SECONDS_A_REQUEST, `each took the hub ${each.toFixed(2)} s`);
}

export const slow: AttackClass = {
  name: 'slow',
  attacked: 'readers of cells and of heads, by long texts that expressions stumble over',
  through: 'a reader that takes more than seconds',
  async play({ county, draw, attack, brief }) {
    for (let n = 0; n < (brief ? 1 : 6); n += 1) await attack('cells', () => readsCells(county, draw));
    for (let n = 0; n < (brief ? 2 : 6); n += 1) await attack('heads', () => readsHeads(county, draw));
  },
};
