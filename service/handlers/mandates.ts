/** The change of agents. */
import type { clientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { handOverMandates, heldInVillage } from '../cases/agent-change.ts';
import { type DeskContext, deskOf, stepBy } from './context.ts';

type Methods = Pick<typeof clientMethods, 'mandates.held' | 'mandates.handOver'>;

export const mandateHandlers = {
  'mandates.held': ({ village }, context) => heldInVillage(deskOf(context), village),
  'mandates.handOver': (input, context) => handOverMandates(deskOf(context), input, stepBy(context)),
} satisfies Handlers<Methods, DeskContext>;
