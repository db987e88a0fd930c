/** Asks again for what a change touches. A list that was scrolled far down is only marked as old. */
import type { Query, QueryClient } from '@tanstack/react-query';
import { isAffected } from './topics.ts';

/** Pages of a list that are asked again at once; more would be a long queue of requests for one changed row. */
const DEEP_PAGES = 10;

function isDeep({ state }: Query): boolean {
  const data = state.data as { readonly pages?: readonly unknown[] } | undefined;
  return (data?.pages?.length ?? 0) > DEEP_PAGES;
}

/** `topics` null: everything. */
export function refreshTouched(queries: QueryClient, topics: readonly string[] | null): void {
  const touched = ({ queryKey }: Query) => topics === null || isAffected(String(queryKey[0]), topics);
  void queries.invalidateQueries({ predicate: (query) => touched(query) && !isDeep(query) });
  void queries.invalidateQueries({ predicate: (query) => touched(query) && isDeep(query), refetchType: 'none' });
}
