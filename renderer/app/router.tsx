/** Which view is open, in memory only: no address ever names a case or a person. */
import { createContext, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

export interface Router<Route> {
  readonly route: Route;
  readonly go: (route: Route) => void;
  /** To the view before; the first one stays. */
  readonly back: () => void;
  /** Instead of the present view. */
  readonly replace: (route: Route) => void;
  /** To a view with nothing before it. */
  readonly reset: (route: Route) => void;
}

/** A router for one set of views. */
export function createRouter<Route>() {
  const RouterContext = createContext<Router<Route> | null>(null);

  function RouterProvider({ home, children }: { readonly home: Route; readonly children: ReactNode }) {
    const [stack, setStack] = useState<readonly [Route, ...Route[]]>([home]);
    const router = useMemo<Router<Route>>(
      () => ({
        route: stack.at(-1) ?? stack[0],
        go: (route) => setStack((before) => [...before, route]),
        back: () => setStack((before) => (before.length > 1 ? [before[0], ...before.slice(1, -1)] : before)),
        replace: (route) =>
          setStack(([first, ...rest]) => (rest.length === 0 ? [route] : [first, ...rest.slice(0, -1), route])),
        reset: (route) => setStack([route]),
      }),
      [stack],
    );
    return <RouterContext value={router}>{children}</RouterContext>;
  }

  function useRouter(): Router<Route> {
    const router = useContext(RouterContext);
    if (router === null) throw new Error('no RouterProvider above');
    return router;
  }

  return { RouterProvider, useRouter };
}
