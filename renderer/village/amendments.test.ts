import { describe, expect, it } from 'vitest';
import { amendments } from './amendments.ts';

const row = {
  name: '舒满',
  applicantKind: 'person',
  paper: 'resident-id',
  idNumber: '433022195708055431',
  group: null,
  phone: '13800000001',
} as const;

describe('corrections of a returned row', () => {
  it('name only what changed, with the value before', () => {
    const fields = { name: ' 舒满妹 ', idNumber: '433022195708055431', group: '', phone: '13800000001' };
    expect(amendments(row, fields, '改正')).toEqual([
      { field: 'person.name', from: '舒满', to: '舒满妹', reason: '改正' },
    ]);
  });

  it('can empty a field and fill an empty one', () => {
    const fields = { name: '舒满', idNumber: '', group: '3组', phone: '13800000001' };
    expect(amendments(row, fields, '改正')).toEqual([
      { field: 'person.idNumber', from: '433022195708055431', to: null, reason: '改正' },
      { field: 'person.group', from: null, to: '3组', reason: '改正' },
    ]);
  });

  it('are read by the paper of the row', () => {
    const passport = { ...row, paper: 'passport', idNumber: 'E12345678' } as const;
    const fields = { name: '舒满', idNumber: 'e1234 5678', group: '', phone: '13800000001' };
    expect(amendments(passport, fields, '改正')).toEqual([]);
  });
});
