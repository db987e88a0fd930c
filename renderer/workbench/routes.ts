/** The views of the workbench. */
import type { MatterCode } from '../../shared/base/brands.ts';
import { createRouter } from '../app/router.tsx';

export type Route =
  | { readonly view: 'list' }
  | { readonly view: 'case'; readonly id: string }
  | { readonly view: 'register'; readonly matter: MatterCode | null; readonly key: number };

export const { RouterProvider, useRouter } = createRouter<Route>();
