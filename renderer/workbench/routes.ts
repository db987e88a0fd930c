/** The views of the workbench. */
import { z } from 'zod';
import { EventIdSchema, MatterCodeSchema } from '../../shared/base/brands.ts';
import { CASE_LIST_NAMES, type CaseList } from '../../shared/case/case-lists.ts';
import { type RouteOf, createRouter } from '../app/router.tsx';

const ROUTES = {
  list: { list: z.enum(CASE_LIST_NAMES as [CaseList, ...CaseList[]]) },
  case: { case: EventIdSchema },
  /** `key` tells one registration from the next: a new one is a new form. */
  register: { matter: MatterCodeSchema.nullable(), key: z.int(), appointment: EventIdSchema.optional() },
  appointments: {},
  agents: {},
};

export type Route = RouteOf<typeof ROUTES>;
export const { RouterProvider, useRouter } = createRouter('workbench', ROUTES);
