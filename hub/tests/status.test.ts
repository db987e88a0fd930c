import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlaceCodeSchema } from '../../shared/base/brands.ts';
import { CENTRE, VILLAGE } from '../../test/fixtures/events.ts';
import type { FakeDevice } from '../../test/hub/fake-device.ts';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { exposition, histogramSamples } from '../metrics/exposition.ts';

const STRANGE = PlaceCodeSchema.parse('43122210201');
const hub = new HubProcess();
let village: FakeDevice;
let stranger: FakeDevice;

beforeAll(async () => {
  await hub.start();
  village = await hub.enrol(VILLAGE);
  stranger = await hub.enrol(STRANGE);
});
afterAll(() => hub.remove());

const scrape = (headers: Record<string, string> = {}) => fetch(`${hub.consoleAddress}/metrics`, { headers });
/** Every sample by its name with labels. */
const samples = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await (await scrape()).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
};

describe('_up', () => {
  it('says that the hub and its file answer, to anybody', async () => {
    const response = await fetch(`${hub.address}/_up`);
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ status: 'ok' })]);
    expect((await fetch(`${hub.address}/_up`, { method: 'HEAD' })).status).toBe(200);
  });
});

/** Starts of a hub on a machine with other things to do. */
const PATIENT = { timeout: 120_000 };

describe('the metrics', PATIENT, () => {
  it('are Prometheus text, line by line', async () => {
    const response = await scrape();
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = (await response.text()).split('\n');
    expect(lines.pop()).toBe('');
    const grammar =
      /^(# HELP [a-z_]+ \S.*|# TYPE [a-z_]+ (counter|gauge|histogram)|[a-z_]+(\{([a-z_]+="([^"\\\n]|\\.)*",?)*\})? (-?\d\S*|NaN|[+-]Inf))$/;
    expect(lines.filter((line) => !grammar.test(line))).toEqual([]);
    const named = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
    expect(new Set(named).size).toBe(named.length);
  });

  it('count requests by route and status, and how the county stands', async () => {
    const before = await samples();
    const events = village.proxyReceived('2026-11-20');
    await hub.handIn(village, VILLAGE, [events]);
    await hub.handIn(stranger, VILLAGE, [stranger.proxyReceived('2026-11-20')]);
    await hub.request(null, 'GET', `/ledger-${VILLAGE}`);
    await hub.pulse(village, { unsynced: 4 });
    const after = await samples();
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(grown('bianmin_http_requests_total{method="POST",route="/:db/_bulk_docs",status="201"}')).toBe(2);
    expect(grown('bianmin_http_requests_total{method="GET",route="/:db",status="401"}')).toBe(1);
    expect(grown('bianmin_http_request_duration_seconds_count{route="/:db/_bulk_docs"}')).toBe(2);
    expect(grown('bianmin_http_request_duration_seconds_bucket{route="/:db/_bulk_docs",le="+Inf"}')).toBe(2);
    expect(grown('bianmin_http_bytes_total{direction="in"}')).toBeGreaterThan(1000);
    expect(Object.fromEntries(after)).toMatchObject({
      'bianmin_devices{state="active"}': 2,
      'bianmin_devices_seen{within="1d"}': 1,
      bianmin_sites_unsynced: 1,
      bianmin_held_waiting_groups: 1,
      bianmin_events: 1,
      'bianmin_build_info{version="0.1.0"}': 1,
    });
    expect(after.get('bianmin_file_bytes')).toBeGreaterThan(0);
    expect(after.get('bianmin_disk_free_bytes')).toBeGreaterThan(0);
  });

  it('know no device, no place and no person', async () => {
    const text = await (await scrape()).text();
    for (const secret of [village.device, village.secret, VILLAGE, CENTRE, '测试甲', '431222199001010010'])
      expect(text).not.toContain(secret);
  });

  it('are for who asks on this machine, and not for whom a proxy here speaks for', async () => {
    expect((await scrape({ 'x-forwarded-for': '10.1.2.3' })).status).toBe(404);
    expect((await scrape({ forwarded: 'for=10.1.2.3' })).status).toBe(404);
    for (const header of ['via', 'x-real-ip', 'x-forwarded-host'])
      expect((await scrape({ [header]: '10.1.2.3' })).status).toBe(404);
    expect((await scrape()).status).toBe(200);
  });

  it.each([
    ['front door', [404, 404, 404]],
    ['console', [404, 200, 200]],
  ])(
    'are not for a page that makes a name of its own point to the %s, nor for a proxy before the door that names nobody',
    async (door, expected) => {
      const { protocol, port } = new URL(door === 'console' ? hub.consoleAddress : hub.address);
      const { get } = protocol === 'https:' ? https : http;
      const statusAs = (host: string) =>
        new Promise<number | undefined>((done, failed) => {
          const options = { host: '127.0.0.1', port, path: '/metrics', headers: { host }, rejectUnauthorized: false };
          get(options, (response) => done(response.resume().statusCode)).once('error', failed);
        });
      const hosts = [`rebound.example:${port}`, `127.0.0.1:${port}`, `localhost:${port}`];
      expect(await Promise.all(hosts.map(statusAs))).toEqual(expected);
    },
  );

  it('tell the age of the last backup that was found whole, and nothing before there is one', async () => {
    expect((await samples()).has('bianmin_backup_age_seconds')).toBe(false);
    const made = await hub.command('backup', path.join(hub.folder, 'one.backup'));
    expect(made).toMatchObject({ code: 0, text: expect.stringContaining('通读核对无误') });
    const age = (await samples()).get('bianmin_backup_age_seconds');
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(600);
    await hub.stop();
    expect((await hub.command('backup', path.join(hub.folder, 'two.backup'))).code).toBe(0);
    await hub.start();
    expect((await samples()).get('bianmin_backup_age_seconds')).toBeLessThan(600);
  });

  it('a backup that can’t be written is said, and counts as none', async () => {
    const answer = await hub.command('backup', path.join(hub.folder, 'hub.key', 'x.backup'));
    expect(answer.code).toBe(1);
    expect(answer.text).toMatch(/\p{Script=Han}/u);
  });
});

describe('the text format', () => {
  it('escapes what would break a line', () => {
    const text = exposition([
      { name: 'x', help: 'a\\b\nc', type: 'gauge', samples: [{ labels: { l: 'q"\\\n' }, value: Number.NaN }] },
    ]);
    expect(text).toBe('# HELP x a\\\\b\\nc\n# TYPE x gauge\nx{l="q\\"\\\\\\n"} NaN\n');
  });

  it('writes a histogram as cumulated buckets, sum and count', () => {
    const observed = { labels: { route: '/' }, counts: [1, 2], count: 3, sum: 7.5 };
    expect(exposition([{ name: 'h', help: 'h', type: 'histogram', samples: histogramSamples([1, 2], observed) }])).toBe(
      [
        '# HELP h h',
        '# TYPE h histogram',
        'h_bucket{route="/",le="1"} 1',
        'h_bucket{route="/",le="2"} 2',
        'h_bucket{route="/",le="+Inf"} 3',
        'h_sum{route="/"} 7.5',
        'h_count{route="/"} 3',
        '',
      ].join('\n'),
    );
  });
});
