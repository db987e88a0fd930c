/** A village and the centre that serves it, both at work with one hub. */
import type { HubProcess } from '../hub/hub-process.ts';
import { CENTRE, Machine, type OpenMachine, VILLAGE } from './machine.ts';

export interface TwoSites {
  readonly village: OpenMachine;
  readonly centre: OpenMachine;
  /** Runs sync; how many records have no receipt then. */
  unsynced(open: OpenMachine): Promise<number>;
  /** The centre receives all that the village handed over; how many cases. */
  received(): Promise<number>;
  /** Closes both and removes what they left. */
  remove(): Promise<void>;
}

/** Enrols two machines, by another address than the hub's own where something lies between, and opens them. */
export async function twoSites(hub: HubProcess, address = hub.address): Promise<TwoSites> {
  const machines = [new Machine(), new Machine()] as const;
  await machines[0].enrol(hub, VILLAGE, address);
  await machines[1].enrol(hub, CENTRE, address);
  const [village, centre] = [await machines[0].open(), await machines[1].open()];
  return {
    village,
    centre,
    unsynced: async (open) => (await open.call('sync.now', {})).unsynced,
    async received() {
      const { rows } = await centre.call('cases.list', { list: 'from-villages', limit: 200 });
      if (rows.length === 0) return 0;
      return (await centre.call('cases.receiveMany', { cases: rows.map((row) => row.case) })).received;
    },
    async remove() {
      await village.close();
      await centre.close();
      for (const machine of machines) machine.remove();
    },
  };
}
