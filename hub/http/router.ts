/**
 * Finds the route of a request in a table. Patterns: literal segments, `:name` for one segment, `*name` for the rest. A literal goes before a name,
 * and a name before a rest, wherever their rows stand in the table.
 */
import { withoutEnds } from '../../shared/outside/ends.ts';
import { couchError } from './errors.ts';

export interface Pattern {
  readonly method: string;
  readonly path: string;
}

interface Compiled<R> {
  readonly route: R;
  readonly segments: readonly string[];
  /** The path without its names: what rows for the same paths have in common. */
  readonly shape: string;
}

export type Match<R> =
  | { readonly kind: 'route'; readonly route: R; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw couchError('badPath');
  }
}

const split = (path: string) => withoutEnds(path, '/').split('/');

function bind(segments: readonly string[], path: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (segment.startsWith('*')) {
      if (path.length <= index) return null;
      params[segment.slice(1)] = path.slice(index).map(decode).join('/');
      return params;
    }
    const given = path[index];
    if (given === undefined) return null;
    if (segment.startsWith(':')) params[segment.slice(1)] = decode(given);
    else if (segment !== given) return null;
  }
  return path.length === segments.length ? params : null;
}

/** Sorts literals before names and names before rests, segment by segment. */
const rankOf = (segments: readonly string[]): string =>
  segments.map((each) => (each.startsWith('*') ? 2 : each.startsWith(':') ? 1 : 0)).join('');

/**
 * Of rows for the same method and path the earlier one counts. HEAD is answered by the row of GET.
 * Throws CouchError 400 for a path that is not percent-encoded UTF-8.
 */
export function buildRouter<R extends Pattern>(routes: readonly R[]): (method: string, path: string) => Match<R> {
  const compiled: Compiled<R>[] = routes
    .map((route) => ({ route, segments: split(route.path), shape: route.path.replaceAll(/([:*])\w+/g, '$1') }))
    .sort((one, two) => rankOf(one.segments).localeCompare(rankOf(two.segments)));
  return (method, path) => {
    const wanted = method === 'HEAD' ? 'GET' : method;
    const given = split(path);
    let literal: string | undefined;
    const allow = new Set<string>();
    for (const { route, segments, shape } of compiled) {
      // A path of its own (`/db/_changes`) is never taken for a document, whatever the method.
      if (literal !== undefined && shape !== literal) continue;
      const params = bind(segments, given);
      if (params === null) continue;
      if (route.method === wanted) return { kind: 'route', route, params };
      allow.add(route.method);
      if (route.method === 'GET') allow.add('HEAD');
      if (segments.some((each) => each.startsWith('_')) || segments.length === 1) literal = shape;
    }
    return allow.size === 0 ? { kind: 'none' } : { kind: 'method', allow: [...allow] };
  };
}
