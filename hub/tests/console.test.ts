import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countyMethods } from '../../shared/api/county.ts';
import { readWorkbook } from '../../service/workbook/read.ts';
import type { CaseDetail, CaseRow, Page } from '../../shared/api/rows.ts';
import { cellText } from '../../shared/slips/cells.ts';
import type { FigureTable } from '../../shared/api/county.ts';
import type { LedgerEvent } from '../../shared/event/event.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import { isAdminSecret, noteSecretShown, unshownAdminSecret } from '../admin/admin-secret.ts';
import { openHubFile } from '../admin/hub-file.ts';
import { readSettings } from '../environment.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { pageFile } from '../../pages/page-files.ts';

const HAN = /\p{Script=Han}/u;
const hub = new HubProcess();
let centre: FakeDevice;
let village: FakeDevice;
let slip: LedgerEvent;
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };

beforeAll(async () => {
  await hub.start();
  centre = await hub.enrol(CENTRE);
  village = await hub.enrol(VILLAGE);
  await hub.handIn(centre, CENTRE, [...centre.caseOfFive('2026-11-18'), centre.received('2026-11-19')]);
  slip = village.proxyReceived('2026-11-19');
  await hub.handIn(village, VILLAGE, [slip, village.step('handed-over', '2026-11-19', slip)]);
});
afterAll(() => hub.remove());

describe('the county’s figures', () => {
  it('count what was done, per centre, and each opens exactly its cases', async () => {
    const handedOver = village.step('handed-over', '2026-11-20', slip);
    await hub.handIn(centre, VILLAGE, [handedOver, centre.step('received', '2026-11-20', handedOver)]);
    for (const by of ['centre', 'matter', 'village'] as const) {
      const table = await hub.county<FigureTable>('county.figures', { ...NOVEMBER, by });
      expect(table.total.figures).toMatchObject({ received: 3, concluded: 1, accepted: 1, proxied: 1, disputed: 0 });
      expect(table.total.rate).toBe('33.33');
      for (const line of [...table.lines, table.total])
        for (const [figure, count] of Object.entries(line.figures)) {
          const of = line === table.total || line.key === '' ? {} : { [by]: line.key };
          if (line.key === '' && line !== table.total) continue;
          const page = await hub.county<Page<CaseRow>>('county.cases', { ...NOVEMBER, figure, ...of });
          expect([figure, page.rows.length]).toEqual([figure, count]);
        }
    }
  });

  it('list all 23 centres, also those without a case', async () => {
    const { lines } = await hub.county<FigureTable>('county.figures', { ...NOVEMBER, by: 'centre' });
    expect(lines).toHaveLength(23);
    expect(lines.filter((line) => line.rate === null)).toHaveLength(22);
  });

  it('come out as a workbook', async () => {
    const answer = await hub.county<{ base64: string; rows: number }>('county.export', { ...NOVEMBER, by: 'centre' });
    expect(answer.rows).toBe(23);
    const [sheet] = await readWorkbook(new Uint8Array(Buffer.from(answer.base64, 'base64')), 'x.xlsx');
    const rows = sheet?.rows.map(({ cells }) => cells.map(cellText)) ?? [];
    expect(rows).toHaveLength(2 + 23 + 1);
    expect(rows[0]?.[0]).toMatch(/便民服务统计 2026-11-01 至 2026-11-30$/u);
    expect(rows[1]).toEqual([
      '便民服务中心',
      '收件',
      '受理',
      '办结',
      '超承诺期限',
      '超法定期限',
      '在办',
      '村级代办',
      '有争议',
      '评价',
      '满意',
      '平台默认',
      '邀请未评',
      '未邀请',
      '剔除',
      '差评',
      '核查中',
      '核查超期',
      '已整改',
      '办结率',
      '评议率',
      '满意率',
    ]);
    const { total } = await hub.county<FigureTable>('county.figures', { ...NOVEMBER, by: 'centre' });
    // Of the one case that was concluded no rating is known, so that there is nothing to be content with.
    const shares = [`${total.rate}%`, '0.00%', '—'];
    expect(rows.at(-1)).toEqual([total.name, ...Object.values(total.figures).map(String), ...shares]);
  });

  it('refuse a period that ends before it begins', async () => {
    await expect(
      hub.county('county.figures', { from: '2026-11-30', to: '2026-11-01', by: 'centre' }),
    ).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(HAN) });
  });
});

describe('a question of the county', () => {
  it('is an event in the ledger of the case, signed by the hub, and flows down with it', async () => {
    const detail = await hub.county<CaseDetail>('county.question', {
      case: slip._id,
      about: slip._id,
      text: '材料齐了吗?',
    });
    expect(detail.questions.map((each) => each.text)).toContain('材料齐了吗?');
    const changes = (await (
      await hub.request(village, 'GET', `/ledger-${VILLAGE}/_changes?include_docs=true`)
    ).json()) as { results: { doc: LedgerEvent }[] };
    expect(changes.results.map(({ doc }) => doc).find((doc) => doc.type === 'questioned')).toMatchObject({
      about: slip._id,
      by: { place: '431222', staff: 'county' },
      data: { text: '材料齐了吗?' },
    });
    const sites = await hub.county<{ place: string; questions: number }[]>('county.sites');
    expect(sites.find((each) => each.place === VILLAGE)?.questions).toBe(1);
  });

  it('about an event that is not of the case is refused', async () => {
    const about = '20261120-aaaaaaaaaaaaaaaaaaaaaaaaaa';
    await expect(hub.county('county.question', { case: slip._id, about, text: '?' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('sites', () => {
  it('show what is missing in a machine’s chain', async () => {
    const other = await hub.enrol(VILLAGE);
    const [one, , three] = [1, 2, 3].map(() => other.proxyReceived('2026-11-20')) as LedgerEvent[];
    await hub.handIn(other, VILLAGE, [one, three]);
    const sites = await hub.county<{ place: string; missing: number; devices: number }[]>('county.sites');
    expect(sites).toHaveLength(427);
    expect(sites.find((each) => each.place === VILLAGE)).toMatchObject({ missing: 1, devices: 2 });
  });
});

describe('the console’s door', () => {
  it.each(
    Object.entries(countyMethods)
      .filter(([, { access }]) => access === 'county')
      .map(([name]) => name),
  )('%s is for the signed-in alone', async (method) => {
    expect(await hub.rpc(method, {})).toMatchObject({ ok: false, code: 'needs-sign-in' });
    expect(await hub.rpc(method, {}, { 'x-bianmin-session': 'A'.repeat(43) })).toMatchObject({ code: 'needs-sign-in' });
  });

  it('answers any input with a Chinese sentence and changes nothing', async () => {
    const before = await hub.county('county.status');
    const { value } = await hub.rpc('county.signIn', { secret: hub.adminSecret });
    const { session } = value as { session: string };
    const writes = new Set(['county.signIn', 'county.signOut']);
    const method = fc.oneof(
      fc.constantFrom(...Object.keys(countyMethods).filter((name) => !writes.has(name))),
      fc.string({ maxLength: 20 }),
      fc.constantFrom('__proto__', 'constructor', 'toString'),
    );
    await fc.assert(
      fc.asyncProperty(method, fc.jsonValue(), async (name, input) => {
        const wrapped = { unexpected: input };
        const answer = await hub.rpc(name, wrapped, { 'x-bianmin-session': session });
        expect([answer.ok, HAN.test(answer.message ?? '')]).toEqual([false, true]);
      }),
      { numRuns: 80 },
    );
    expect(await hub.county('county.status')).toEqual(before);
  });

  it.each(['', 'x', '[]', '{"method":1}', '{"method":"county.status"', 'null'])(
    'answers the body %j in words',
    async (body) => {
      const response = await fetch(`${hub.consoleAddress}/rpc`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(await response.json()).toMatchObject({ ok: false, message: expect.stringMatching(HAN) });
    },
  );

  it('takes calls from its own pages only, and its answers are kept by nobody', async () => {
    const call = (headers: Record<string, string>) =>
      new Promise<number>((done) => {
        const request = http.request(
          `${hub.consoleAddress}/rpc`,
          { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
          (response) => {
            response.resume();
            done(response.statusCode ?? 0);
          },
        );
        request.end('{"method":"county.status","input":{}}');
      });
    expect(await call({ host: `evil.example:${new URL(hub.consoleAddress).port}` })).toBe(421);
    expect(await call({ origin: 'http://evil.example' })).toBe(403);
    expect(await call({ origin: hub.consoleAddress, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await call({ 'content-type': 'text/plain' })).toBe(415);
    expect(await call({ origin: hub.consoleAddress, 'sec-fetch-site': 'same-origin' })).toBe(200);
    const response = await fetch(`${hub.consoleAddress}/rpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('slows down who guesses the secret', async () => {
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 12; i += 1) codes.push((await hub.rpc('county.signIn', { secret: `guess ${i}` })).code);
    expect([codes[0], codes.at(-1)]).toEqual(['needs-sign-in', 'too-many-tries']);
  });
});

describe('the pages', () => {
  const page = (target: string) => fetch(hub.consoleAddress + target, { headers: { accept: 'text/html' } });

  it('come with a strict policy and a nonce of their own, or say how they are built', async () => {
    const [one, other] = [await page('/county/'), await page('/')];
    expect([200, 503]).toContain(one.status);
    expect(await one.text()).toMatch(/<html/);
    expect(other.url).toBe(`${hub.consoleAddress}/county/`);
    const policies = [one, other].map((each) => each.headers.get('content-security-policy') ?? '');
    expect(policies[0]).toMatch(/default-src 'none'.*script-src 'self'/);
    expect(policies[0]).not.toContain('unsafe-inline');
    expect(policies[0]).not.toBe(policies[1]);
  });

  it.each([
    '/county/assets/../../../package.json',
    '/county/assets/%2e%2e/x.js',
    '/assets/.hidden.js',
    '/county/assets/x.exe',
  ])('%s leads nowhere', async (target) => {
    const status = await new Promise<number>((done) => {
      http.get(
        { host: '127.0.0.1', port: new URL(hub.consoleAddress).port, path: target, headers: { accept: 'text/html' } },
        (response) => {
          response.resume();
          done(response.statusCode ?? 0);
        },
      );
    });
    expect([401, 404]).toContain(status);
    expect(await pageFile(hub.folder, target, 'n')).toBeNull();
  });
});

describe('the environment', () => {
  it.each([
    [{ BIANMIN_HUB_PORT: '70000' }, /端口/],
    [{ BIANMIN_HUB_PORT: 'x' }, /端口/],
    [{ BIANMIN_HUB_DATA: 'relative' }, /完整路径/],
    [{ BIANMIN_HUB_DATA: ' ' }, /不能为空|完整路径/],
    [{ BIANMIN_HUB_OPEN: '1' }, /不认识的环境变量：BIANMIN_HUB_OPEN/],
    [{ HUB_COUCHDB_URL: 'http://x' }, /CouchDB/],
  ])('%j is refused in words', (environment, words) => {
    expect(() => readSettings(environment)).toThrow(words);
  });
  it('may be empty', () => {
    expect(readSettings({})).toMatchObject({ port: null });
  });
});

describe('the hub’s file', () => {
  it('knows its secret in any case and with any dashes, and shows it once', () => {
    const folder = `${hub.folder}-file`;
    try {
      const first = openHubFile({ folder, county: '431222' as never, now: 0 });
      // A hub that was killed before it printed the secret prints another.
      const lost = unshownAdminSecret(first.file) ?? '';
      const secret = unshownAdminSecret(first.file) ?? '';
      expect(isAdminSecret(first.file, lost)).toBe(false);
      noteSecretShown(first.file);
      expect(isAdminSecret(first.file, secret.toUpperCase().replaceAll('-', ' '))).toBe(true);
      expect(isAdminSecret(first.file, `${secret}x`)).toBe(false);
      first.file.close();
      const second = openHubFile({ folder, county: '431222' as never, now: 0 });
      expect([unshownAdminSecret(second.file), second.identity]).toEqual([null, first.identity]);
      second.file.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
