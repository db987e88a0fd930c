/** How far the work of a stick has come. Pure. */
import type { StickStatus } from '../../shared/api/stick.ts';

type Work = NonNullable<StickStatus['running']>['work'];

/** While nothing is known of it, 0 of 0. */
export function progressOf(
  status: StickStatus | undefined,
  work: Work,
): { readonly done: number; readonly total: number } {
  const running = status?.running;
  return running?.work === work ? { done: running.done, total: running.total } : { done: 0, total: 0 };
}
