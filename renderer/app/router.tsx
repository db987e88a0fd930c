/**
 * Which view is open, kept in the window's own history: the browser's back and forward, Alt+← and the side buttons of a mouse go through
 * the views, and a page that is loaded again opens where it was. The address stays as it is: it never names a case or a person.
 *
 * Example: a workplace says its views once, as a table of what each needs to be opened,
 *
 *     createRouter('village', { start: {}, case: { case: EventIdSchema } })
 *
 * and goes to one by `go({ view: 'case', case: id })`. What the history holds is read by the same table: an entry of another version that
 * does not fit opens the first view.
 */
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { z } from 'zod';

/** The views of a workplace by name, and what each needs. Nothing in it may be said of a person: browsers keep their history on disk. */
export type RouteTable = Readonly<Record<string, z.ZodRawShape>>;
export type RouteOf<T extends RouteTable> = {
  [View in keyof T & string]: { readonly view: View } & ([keyof T[View]] extends [never]
    ? unknown
    : Readonly<z.output<z.ZodObject<T[View]>>>);
}[keyof T & string];

/** Whether the view may be left. Asked when the browser moves by itself; a view's own buttons ask before they go. */
type MayLeave = () => boolean | Promise<boolean>;

export interface Router<Route> {
  readonly route: Route;
  readonly go: (route: Route) => void;
  /** To the view before; the first one stays. */
  readonly back: () => void;
  /** Instead of the present view. */
  readonly replace: (route: Route) => void;
  /** To a view from which `back` leads nowhere. The browser's own back still does. */
  readonly reset: (route: Route) => void;
  /** Lets `mayLeave` decide until the answered function is called. One at a time. */
  readonly guard: (mayLeave: MayLeave) => () => void;
}

/** An entry of the window's history. */
interface Place<Route> {
  /** The workplace whose views these are. */
  readonly page: string;
  /** How many entries lie before it. */
  readonly index: number;
  /** How many views `back` goes through. */
  readonly depth: number;
  readonly route: Route;
}

const PlaceSchema = z.object({
  page: z.string(),
  index: z.int().nonnegative(),
  depth: z.int().nonnegative(),
  route: z.looseObject({ view: z.string() }),
});

/** A movement of the history that this page asked for itself: on its way to a view, or back to the one that a person is asked about. */
type Moving = { readonly to: 'view' } | { readonly to: 'question'; readonly steps: number };

/** A router for the views of one workplace; `page` names it in the history. */
export function createRouter<T extends RouteTable>(page: string, table: T) {
  type Route = RouteOf<T>;
  const RouterContext = createContext<Router<Route> | null>(null);

  function placeIn(state: unknown): Place<Route> | null {
    const place = PlaceSchema.safeParse(state).data;
    if (place === undefined || place.page !== page || !Object.hasOwn(table, place.route.view)) return null;
    const { view } = place.route;
    const needs = z.object(table[view] ?? {}).safeParse(place.route);
    return needs.success ? { ...place, route: { ...needs.data, view } as unknown as Route } : null;
  }

  function RouterProvider({ home, children }: { readonly home: Route; readonly children: ReactNode }) {
    const [place, setPlace] = useState(() => placeIn(history.state) ?? { page, index: 0, depth: 0, route: home });
    const present = useRef(place);
    const moving = useRef<Moving | null>(null);
    const mayLeave = useRef<MayLeave | null>(null);

    const actions = useMemo(() => {
      const arrive = (next: Place<Route>) => {
        present.current = next;
        setPlace(next);
      };
      const push = (route: Route, depth: number) => {
        const next = { page, index: present.current.index + 1, depth, route };
        history.pushState(next, '');
        arrive(next);
      };
      const replace = (route: Route) => {
        const next = { ...present.current, route };
        history.replaceState(next, '');
        arrive(next);
      };
      const move = (way: Moving, steps: number) => {
        moving.current = way;
        history.go(steps);
      };
      return {
        arrive,
        move,
        replace,
        go: (route: Route) => push(route, present.current.depth + 1),
        reset: (route: Route) => {
          const { depth, route: now } = present.current;
          if (depth > 0 || JSON.stringify(now) !== JSON.stringify(route)) push(route, 0);
        },
        back: () => {
          if (present.current.depth > 0 && moving.current === null) move({ to: 'view' }, -1);
        },
        guard: (asked: MayLeave) => {
          mayLeave.current = asked;
          return () => {
            if (mayLeave.current === asked) mayLeave.current = null;
          };
        },
      };
    }, []);

    useEffect(() => {
      if (placeIn(history.state) === null) history.replaceState(present.current, '');
      const ask = async (steps: number) => {
        if ((await mayLeave.current?.()) !== false) actions.move({ to: 'view' }, steps);
      };
      const listen = ({ state }: PopStateEvent) => {
        const way = moving.current;
        moving.current = null;
        if (way?.to === 'question') {
          void ask(way.steps);
          return;
        }
        const next = placeIn(state);
        if (next === null) return;
        const steps = next.index - present.current.index;
        // The browser has moved already: it is led back to what the question is about.
        if (way === null && steps !== 0 && mayLeave.current !== null) actions.move({ to: 'question', steps }, -steps);
        else actions.arrive(next);
      };
      window.addEventListener('popstate', listen);
      return () => window.removeEventListener('popstate', listen);
    }, [actions]);

    const router = useMemo<Router<Route>>(() => {
      const { go, back, replace, reset, guard } = actions;
      return { route: place.route, go, back, replace, reset, guard };
    }, [place, actions]);
    return <RouterContext value={router}>{children}</RouterContext>;
  }

  function useRouter(): Router<Route> {
    const router = useContext(RouterContext);
    if (router === null) throw new Error('no RouterProvider above');
    return router;
  }

  return { RouterProvider, useRouter };
}
