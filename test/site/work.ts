/** Work of a village and its centre with invented people, the same for the same seed. */
import type { MatterCode } from '../../shared/base/brands.ts';
import type { InventedPerson } from '../../shared/person/invented-people.ts';
import { invent } from '../fixtures/people.ts';
import { applicant } from './applicant.ts';
import type { OpenMachine } from './machine.ts';

const IMMEDIATE = 'SB-006' as MatterCode;
const MOST = 2000;

export interface Work {
  /** Slips of new people, typed in and handed over. */
  handOver(open: OpenMachine, count: number): Promise<void>;
  register(open: OpenMachine): Promise<void>;
}

export function seededCases(seed: number): Work {
  const people = invent(MOST, seed).values();
  let row = 0;
  const person = () => people.next().value as InventedPerson;
  return {
    async handOver(open, count) {
      const rows = Array.from({ length: count }, () => {
        const { name, idNumber } = person();
        row += 1;
        const cells = { date: '2026-11-20', name, idNumber, group: '3组', phone: '', matter: '合作医疗' };
        return {
          id: `row-${row}`,
          position: row,
          cells: { ...cells, materials: '身份证复印件', note: '' },
          source: 'typed' as const,
        };
      });
      await open.call('batch.save', { rows });
      const list = await open.call('batch.finish', {});
      if (list.rows.length !== count) throw new Error(`${list.rows.length} of ${count} rows were handed over`);
    },
    async register(open) {
      await open.call('cases.register', {
        matter: IMMEDIATE,
        person: applicant(person()),
        materials: [],
        window: '社会保障',
      });
    },
  };
}
