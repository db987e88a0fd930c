import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REGULAR_MS, retryDelay } from './backoff.ts';
import { parcelFrom } from './parcel-sync.ts';
import { firstBatchSize, growBatch, shrinkBatch } from './batch-size.ts';
import { hubAddress } from './hub-client.ts';
import { SYNC_FAILURES } from './failures.ts';
import { networkCards } from './network-cards.ts';
import { watchNetwork } from './network-watch.ts';
import { syncStatus } from './status.ts';
import type { SyncFacts } from './status.ts';

describe('the size of a batch', () => {
  it('halves down to one and grows up to a limit', () => {
    expect(shrinkBatch(firstBatchSize)).toBe(300);
    expect(shrinkBatch(1)).toBe(1);
    expect(growBatch(1)).toBe(2);
    expect(growBatch(1000)).toBe(1000);
  });

  it('always gets to one by halving, and back up by growing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (size) => {
        expect(shrinkBatch(size)).toBeLessThanOrEqual(Math.max(1, size / 2));
        expect(growBatch(size)).toBeGreaterThanOrEqual(size);
      }),
    );
  });
});

describe('a ledger comes down by parcel', () => {
  it.each([
    ['from its mark, however far the hub is', { mark: 7, seq: 90_000, held: 3 }, 7],
    ['from the beginning where nothing of it is here', { mark: null, seq: 90_000, held: 0 }, 0],
    ['from the beginning where the hub holds few events', { mark: null, seq: 50, held: 3 }, 0],
    ['not at all where only a checkpoint knows what is here', { mark: null, seq: 51, held: 3 }, null],
  ])('%s', (_, known, from) => {
    expect(parcelFrom(known)).toBe(from);
  });
});

describe('when to try again', () => {
  it('doubles from 5 seconds to the regular 5 minutes, spread by half', () => {
    expect([1, 2, 3].map((n) => retryDelay(n, () => 0))).toEqual([2_500, 5_000, 10_000]);
    expect(retryDelay(1, () => 0.9999)).toBe(5_000);
    expect(retryDelay(50, () => 0.9999)).toBeLessThanOrEqual(REGULAR_MS);
  });

  it('is not before the hub asked for, nor later than the regular timer because of it', () => {
    expect(retryDelay(1, () => 0, 40_000)).toBe(40_000);
    expect(retryDelay(3, () => 0, 1_000)).toBe(10_000);
    expect(retryDelay(1, () => 0, 3_600_000)).toBe(REGULAR_MS);
  });
});

describe("the hub's address", () => {
  it('is taken as a person types it', () => {
    expect(hubAddress(' 10.1.2.3:5980 ')).toBe('https://10.1.2.3:5980');
    expect(hubAddress('10.1.2.3 :5980')).toBe('https://10.1.2.3:5980');
    expect(hubAddress('https://hub.example.gov.cn/')).toBe('https://hub.example.gov.cn');
    expect(hubAddress('https://127.0.0.1:5980/county/')).toBe('https://127.0.0.1:5980');
  });

  it('is refused when it is none, is not encrypted or carries a password', () => {
    for (const text of [
      '',
      '   ',
      'ftp://x',
      'file:///etc/passwd',
      'http://10.1.2.3:5980',
      'https://a:b@10.0.0.1',
      'https://',
    ])
      expect(hubAddress(text)).toBeNull();
  });

  it('is an origin or nothing for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const address = hubAddress(text);
        if (address !== null) expect(new URL(address).origin).toBe(address);
      }),
    );
  });
});

describe('the light', () => {
  const facts: SyncFacts = {
    mode: 'enrolled',
    running: false,
    unsynced: 0,
    drafts: 0,
    lastComplete: Date.parse('2026-11-23T01:05:00Z'),
    failure: null,
    offset: 0,
  };

  it('says all is at the county, with the time in Shanghai, only when nothing lacks a receipt', () => {
    expect(syncStatus(facts)).toMatchObject({ state: 'idle', lastTime: '09:05', text: '全部已到县里（09:05 核对）。' });
    expect(syncStatus({ ...facts, unsynced: 3 }).text).toBe('3 条还没有到县里。');
  });

  it('has a Chinese sentence and an action for every failure, with the number that is missing', () => {
    for (const failure of Object.keys(SYNC_FAILURES) as (keyof typeof SYNC_FAILURES)[]) {
      const { text, action, state } = syncStatus({ ...facts, failure, unsynced: 2 });
      expect(text).toMatch(/2 条未到县里。$/);
      expect(action).toMatch(/^[^A-Za-z]+。$/);
      expect(['offline', 'attention']).toContain(state);
    }
  });

  it('asks for the clock to be set beyond ten minutes of difference', () => {
    expect(syncStatus({ ...facts, offset: 9 * 60_000 }).state).toBe('idle');
    expect(syncStatus({ ...facts, offset: -25 * 60_000 })).toMatchObject({
      state: 'attention',
      text: '本机时钟比县里快 25 分钟。',
    });
  });

  it('says that a trial reports to nobody', () => {
    for (const mode of ['trial', 'new'] as const) expect(syncStatus({ ...facts, mode }).state).toBe('local-only');
  });
});

describe('the watch over the network', () => {
  it('sees no cards where the system does not tell', () => {
    const silent = () => {
      throw new Error('uv_interface_addresses');
    };
    expect(networkCards(silent)).toEqual({});
    expect(networkCards(() => ({ lo: [] }))).toEqual({ lo: [] });
  });

  it('tells when addresses came, not when they went', async () => {
    const looks = ['', '', '10.0.0.5', '10.0.0.5', '', '10.0.0.9'];
    let told = 0;
    await new Promise<void>((resolve) => {
      const stop = watchNetwork(
        () => {
          told += 1;
          if (told === 2) {
            stop();
            resolve();
          }
        },
        () => looks.shift() ?? '10.0.0.9',
        1,
      );
    });
    expect(looks).toEqual([]);
  });
});
