/** The hooks of the client pages (township and village). */
import type { ClientMethods } from '../../shared/api/client.ts';
import { createHooks } from './hooks.tsx';

export const { ApiProvider, useApi, useAnswer, useRows, useAction } = createHooks<ClientMethods>();
