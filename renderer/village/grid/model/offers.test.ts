import { EMPTY_CELLS } from '../../../../shared/slips/slip-fields.ts';
import { describe, expect, it } from 'vitest';
import type { DraftRow } from '../../../../shared/api/rows.ts';
import { MatterCodeSchema } from '../../../../shared/base/brands.ts';
import { gridRowOf } from './grid-state.ts';
import { commonMatters, offersOf } from './offers.ts';

const candidates = [
  { code: MatterCodeSchema.parse('SB-006'), name: '医保' },
  { code: MatterCodeSchema.parse('SB-001'), name: '养老' },
];

function row(more: Partial<DraftRow>) {
  return gridRowOf({
    id: 'a',
    position: 0,
    cells: { ...EMPTY_CELLS, name: '舒满' },
    source: 'typed',
    origin: null,
    verdict: 'ask',
    reasons: [],
    confirmable: false,
    matterCode: null,
    matterName: null,
    candidates: [],
    ...more,
  });
}

const reason = (code: string, field: 'matter' | 'idNumber', ...fixes: string[]) => ({
  code,
  message: code,
  field,
  fixes,
});

describe('what is offered for a row', () => {
  it('both matters as two rows comes first, then each of them alone', () => {
    const offers = offersOf(row({ reasons: [reason('matter-several', 'matter')], candidates }));
    expect(offers.map(({ kind }) => kind)).toEqual(['split', 'matter', 'matter', 'drop']);
  });

  it('an unclear matter is not offered as several', () => {
    const offers = offersOf(row({ reasons: [reason('matter-unclear', 'matter')], candidates }));
    expect(offers.map(({ kind }) => kind)).toEqual(['matter', 'matter', 'drop']);
  });

  it('the same correction is offered once, and confirm only where a person may confirm', () => {
    const reasons = [
      reason('id-15', 'idNumber', '433022195708055431'),
      reason('id-old', 'idNumber', '433022195708055431'),
    ];
    expect(offersOf(row({ reasons })).map(({ kind }) => kind)).toEqual(['fix', 'drop']);
    expect(offersOf(row({ reasons, confirmable: true })).map(({ kind }) => kind)).toEqual(['fix', 'confirm', 'drop']);
    expect(offersOf(row({ verdict: 'refuse', confirmable: true })).map(({ kind }) => kind)).toEqual(['drop']);
  });

  it('every decision can be taken back', () => {
    expect(offersOf(row({ verdict: 'confirmed' }))).toEqual([{ kind: 'reopen' }]);
    expect(offersOf(row({ verdict: 'dropped' }))).toEqual([{ kind: 'restore' }]);
    expect(offersOf(row({ verdict: 'take' }))).toEqual([]);
  });

  it('never counts more than ten', () => {
    const many = Array.from({ length: 9 }, (_, at) => ({
      code: MatterCodeSchema.parse(`SB-00${at}`),
      name: `事项${at}`,
    }));
    const offers = offersOf(
      row({ reasons: [reason('matter-several', 'matter')], candidates: many, confirmable: true }),
    );
    expect(offers.length).toBeLessThanOrEqual(10);
  });
});

describe('the matters of this batch', () => {
  it('are offered by how often they were used, without those that cannot be proxied', () => {
    const used = (matterName: string, verdict: DraftRow['verdict'] = 'take') => row({ matterName, verdict });
    const rows = [
      used('养老'),
      used('医保'),
      used('医保'),
      used('身份证', 'refuse'),
      used('身份证', 'refuse'),
      used('身份证', 'refuse'),
    ];
    expect(commonMatters(rows, 9)).toEqual(['医保', '养老']);
    expect(commonMatters(rows, 1)).toEqual(['医保']);
  });
});
