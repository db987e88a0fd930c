/** The views of the village page. */
import { z } from 'zod';
import { EventIdSchema } from '../../shared/base/brands.ts';
import { type RouteOf, createRouter } from '../app/router.tsx';

const flag = z.boolean().optional();

const ROUTES = {
  start: {},
  grid: { problemsOnly: flag, importing: flag },
  finish: {},
  lists: {},
  /** `fresh`: just handed over, so that the page says what happens next. */
  list: { list: z.string(), fresh: flag },
  returned: {},
  results: {},
  questions: {},
  appointments: {},
  agents: {},
  cases: {},
  case: { case: EventIdSchema },
};

export type Route = RouteOf<typeof ROUTES>;
export const { RouterProvider, useRouter } = createRouter('village', ROUTES);
