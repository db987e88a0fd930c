import { describe, expect, it } from 'vitest';
import type { SiteRow } from '../../shared/api/county.ts';
import { PlaceCodeSchema } from '../../shared/base/brands.ts';
import { parseLocalDate } from '../../shared/base/local-date.ts';
import { whenWords } from '../components/when-words.ts';
import { needsAttention, siteState } from './site-state.ts';
import { agoWords } from './time-words.ts';

const today = parseLocalDate('2026-11-23');
if (today === null) throw new Error('no such day');

const site = (more: Partial<SiteRow>): SiteRow => ({
  place: PlaceCodeSchema.parse('43122210201'),
  name: '麻溪铺镇便民服务中心',
  kind: 'centre',
  centreName: null,
  devices: 1,
  lastSeen: '2026-11-23T01:00:00.000Z',
  events: 10,
  missing: 0,
  reportedUnsynced: 0,
  questions: 0,
  ...more,
});

describe('how a site is doing', () => {
  it('is told by what is missing first, then by how long it was silent', () => {
    expect(siteState(site({}), today)).toBe('good');
    expect(siteState(site({ missing: 1, lastSeen: null }), today)).toBe('missing');
    expect(siteState(site({ lastSeen: '2026-11-15T01:00:00.000Z' }), today)).toBe('lost');
    expect(siteState(site({ lastSeen: '2026-11-19T01:00:00.000Z' }), today)).toBe('quiet');
    expect(siteState(site({ reportedUnsynced: 3 }), today)).toBe('unsynced');
    expect(siteState(site({ lastSeen: null }), today)).toBe('never');
    expect(siteState(site({ lastSeen: null, devices: 0 }), today)).toBe('none');
  });

  it('has more patience with a village, whose office day may be once a month', () => {
    const village = { kind: 'village', lastSeen: '2026-11-15T01:00:00.000Z' } as const;
    expect(siteState(site(village), today)).toBe('good');
    expect(siteState(site({ ...village, lastSeen: '2026-10-01T01:00:00.000Z' }), today)).toBe('lost');
  });

  it('needs a look when a question is unanswered, not when it has no machine yet', () => {
    expect(needsAttention(site({ questions: 1 }), today)).toBe(true);
    expect(needsAttention(site({ devices: 0, lastSeen: null }), today)).toBe(false);
  });
});

describe('times', () => {
  it('are those of Shanghai', () => {
    expect(whenWords('2026-11-22T17:05:00.000Z')).toBe('2026-11-23 01:05');
    expect(agoWords('2026-11-22T17:05:00.000Z', today)).toBe('今天 01:05');
    expect(agoWords('2026-11-20T01:00:00.000Z', today)).toBe('3 天前 09:00');
  });
});
