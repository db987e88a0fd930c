/** The hooks of the county console. */
import type { CountyMethods } from '../../shared/api/county.ts';
import { createHooks } from '../app/hooks.tsx';

export const { ApiProvider, useApi, useAnswer, useRows, useAction } = createHooks<CountyMethods>();
