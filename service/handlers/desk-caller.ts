/** The work at a desk for a program that plays it in the same process: the service's methods by name, as pages call them. */
import { clientMethods } from '../../shared/api/client.ts';
import type { ClientMethods } from '../../shared/api/client.ts';
import type { InputOf } from '../../shared/api/contract.ts';
import { appointmentHandlers } from './appointments.ts';
import { batchHandlers } from './batch.ts';
import { caseHandlers } from './cases.ts';
import type { SiteAtDesk } from './context.ts';
import { staffHandlers } from './staff.ts';

const handlers = { ...staffHandlers, ...caseHandlers, ...batchHandlers, ...appointmentHandlers };
type Work = typeof handlers;

export type DeskCaller = <K extends keyof Work>(method: K, input: InputOf<ClientMethods[K]>) => ReturnType<Work[K]>;

/** Input is read by the contract's schema. Answers at once, so that many calls can be one transaction. Throws ApiError. */
export function deskCaller(site: SiteAtDesk): DeskCaller {
  return (method, input) => {
    const run = handlers[method] as (input: unknown, context: { readonly site: SiteAtDesk }) => never;
    return run(clientMethods[method].input.parse(input), { site });
  };
}
