/** The work of invented people at one site of the demo, through the same calls that the pages use. */
import { clientMethods } from '../../shared/api/client.ts';
import type { ClientMethods } from '../../shared/api/client.ts';
import type { InputOf, OutputOf } from '../../shared/api/contract.ts';
import type { MatterCode, PlaceCode, StaffId } from '../../shared/base/brands.ts';
import { inventPerson } from '../../shared/person/invented-people.ts';
import { addDays } from '../../shared/base/local-date.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import type { Matter } from '../../shared/matter/catalogue.ts';
import { referenceCatalogue } from '../../shared/reference/load.ts';
import type { CaseDetail } from '../../shared/api/rows.ts';
import { clientServer } from '../../service/handlers/all.ts';
import type { Site } from '../../service/desk.ts';
import { STORIES } from '../../service/sample/stories.ts';
import type { Story } from '../../service/sample/stories.ts';

export interface DeskWork {
  /** Names the staff and puts the first at the desk. */
  open(staff: readonly string[]): Promise<void>;
  /** One visitor at the window on that day; what happens later is noted. */
  visitor(today: LocalDate, village: PlaceCode | null): Promise<void>;
  /** Takes the noted steps whose day has come. */
  goOn(today: LocalDate): Promise<void>;
  /** Office day in a village: so many slips, entered and handed over. */
  officeDay(today: LocalDate, slips: number): Promise<void>;
  /** The centre receives what villages handed over, all but one in eight, which it returns. */
  receive(today: LocalDate): Promise<void>;
}

interface Noted {
  readonly on: LocalDate;
  readonly case: CaseDetail['row']['case'];
  readonly rest: Story['steps'];
}

/** `random`: 0 ≤ r < 1. Throws when the service refuses what a story asks: then the story is wrong. */
export function deskWork(site: Site, random: () => number): DeskWork {
  const server = clientServer((method, error) => {
    throw new Error(`${method}: ${String(error)}`);
  });
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const weighted = STORIES.flatMap((story) => Array.from({ length: story.weight }, () => story));
  let noted: Noted[] = [];

  async function call<K extends keyof ClientMethods>(
    method: K & keyof typeof clientMethods,
    input: InputOf<ClientMethods[K]>,
  ): Promise<OutputOf<ClientMethods[K]>> {
    const answer = await server.call({ method, input }, { site });
    if (!answer.ok) throw new Error(`${method}: ${answer.code} ${answer.message}`);
    return answer.value as OutputOf<ClientMethods[K]>;
  }

  function person(village: PlaceCode | null) {
    const { name, idNumber, phone } = inventPerson(random);
    return {
      name,
      idNumber,
      idVerified: true,
      phone,
      village,
      group: village === null ? null : `${1 + Math.floor(random() * 9)}组`,
      address: null,
    };
  }

  const matterOf = (kind: Story['kind']): Matter =>
    pick(referenceCatalogue().matters.filter((matter) => matter.kind === kind));

  /** Takes the steps of today; what is for later is noted. */
  async function live(on: LocalDate, id: Noted['case'], steps: Story['steps']): Promise<void> {
    const [next, ...rest] = steps;
    if (next === undefined) return;
    const day = addDays(on, next.after);
    if (next.after > 0) {
      noted.push({ on: day, case: id, rest: [{ after: 0, step: next.step }, ...rest] });
      return;
    }
    const { heads, allowed } = await call('cases.get', { case: id });
    const step = typeof next.step === 'function' ? next.step(on) : next.step;
    // A matter may be stricter than the story: then the case stays where it is, as cases do.
    if (!allowed.includes(step.type)) return;
    await call('cases.step', { case: id, heads: [...heads], step });
    await live(on, id, rest);
  }

  return {
    async open(staff) {
      const windows = referenceCatalogue().windows.map((window) => window.name);
      for (const [index, name] of staff.entries())
        await call('staff.save', {
          id: `S${String(index + 1).padStart(2, '0')}` as StaffId,
          name,
          windows,
          active: true,
        });
      await call('staff.choose', { id: 'S01' as StaffId });
    },
    async visitor(today, village) {
      const story = pick(weighted);
      const matter = matterOf(story.kind);
      const made = await call('cases.register', {
        matter: matter.code as MatterCode,
        person: person(village),
        materials: matter.materials.map((material) => ({ name: material.name, state: 'received' as const })),
        window: matter.window,
      });
      await live(today, made.detail.row.case, story.steps);
    },
    async goOn(today) {
      const due = noted.filter((one) => one.on <= today);
      noted = noted.filter((one) => one.on > today);
      for (const one of due) await live(today, one.case, one.rest);
    },
    async officeDay(today, slips) {
      const proxied = referenceCatalogue().matters.filter((matter) => matter.proxyable);
      await call('batch.open', {});
      const rows = Array.from({ length: slips }, (_, position) => {
        const { name, idNumber, phone, group } = person(null);
        const cells = {
          date: addDays(today, -Math.floor(random() * 5)),
          name,
          idNumber: idNumber ?? '',
          phone: phone ?? '',
        };
        return {
          id: `demo-${today}-${position}`,
          position,
          cells: { ...cells, group: group ?? '三组', matter: pick(proxied).name, materials: '', note: '' },
          source: 'typed' as const,
        };
      });
      await call('batch.save', { rows });
      const { ready } = await call('batch.totals', {});
      if (ready > 0) await call('batch.finish', {});
    },
    async receive(today) {
      const { rows } = await call('cases.list', { list: 'from-villages', limit: 200 });
      for (const [index, row] of rows.entries()) {
        const { heads } = await call('cases.get', { case: row.case });
        const back = index % 8 === 5;
        await call('cases.step', {
          case: row.case,
          heads: [...heads],
          step: back
            ? { type: 'returned-to-village', data: { reason: 'materials-missing', text: '缺户口簿复印件' } }
            : { type: 'received', data: { window: row.window } },
        });
        const story = pick(weighted.filter((one) => one.kind === row.kind));
        if (!back) await live(today, row.case, story.steps);
      }
    },
  };
}
