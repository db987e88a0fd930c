import { describe, expect, it } from 'vitest';
import type { LocalDate } from '../../shared/base/brands.ts';
import { engineWords } from './engine-words.ts';

const TODAY = '2026-11-26' as LocalDate;
const WELL = {
  kind: 'couchdb',
  connected: true,
  since: '2026-11-26T01:00:00.000Z',
  waiting: 0,
  reconciling: 0,
  problem: null,
} as const;

describe('what the county’s page says of the engine', () => {
  it('is nothing while all is well, with a few records on their way', () => {
    expect(engineWords({ kind: 'embedded' }, TODAY)).toBeNull();
    expect(engineWords({ ...WELL, waiting: 12 }, TODAY)).toBeNull();
  });

  it('is that CouchDB is away, since when, and how many records wait in safety', () => {
    const words = engineWords({ ...WELL, connected: false, waiting: 1234, problem: '连不上 CouchDB' }, TODAY);
    expect(words).toMatchObject({ tone: 'error', title: expect.stringMatching(/09:00.*连不上 CouchDB/) });
    expect(words?.description).toContain('1234 条');
  });

  it('is what CouchDB does not take, or that it lags behind', () => {
    expect(engineWords({ ...WELL, problem: 'ledger-1: 没有收下' }, TODAY)).toMatchObject({
      tone: 'warning',
      title: expect.stringContaining('没有收下'),
    });
    expect(engineWords({ ...WELL, waiting: 5000 }, TODAY)).toMatchObject({
      tone: 'info',
      title: expect.stringContaining('5000'),
    });
  });
});
