/** The views of the county console: its tabs. */
import { createRouter } from '../app/router.tsx';
import { TEXTS } from './texts.ts';

export type Tab = keyof typeof TEXTS.tabs;
export const TABS = Object.keys(TEXTS.tabs) as readonly Tab[];

/** A tab needs nothing to be opened. */
const ROUTES = Object.fromEntries(TABS.map((tab) => [tab, {}])) as Readonly<Record<Tab, Record<never, never>>>;

export const { RouterProvider, useRouter } = createRouter('county', ROUTES);
