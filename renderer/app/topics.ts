/** Which topics an answer hangs on, so that only what changed is asked again. */
import type { Topic } from '../../shared/api/rows.ts';

/** By the first word of the method. A case row shows its receipt, and a machine hears at a sync that it was stopped: both hang on sync, too. */
const TOPICS_OF: Readonly<Record<string, readonly (Topic | 'county')[]>> = {
  site: ['site', 'staff', 'sync'],
  staff: ['staff'],
  matters: ['site'],
  cases: ['cases', 'sync'],
  appointments: ['site', 'cases'],
  mandates: ['cases', 'staff', 'drafts'],
  batch: ['drafts', 'cases'],
  platform: ['cases', 'sync'],
  sync: ['sync', 'cases', 'drafts'],
  stick: ['sync', 'cases', 'site', 'staff'],
  county: ['county'],
};

export function topicsOf(method: string): readonly string[] {
  return TOPICS_OF[method.split('.')[0] ?? ''] ?? [];
}

/** Returns whether a change of these topics makes the answer of that method old. */
export function isAffected(method: string, topics: readonly string[]): boolean {
  return topicsOf(method).some((topic) => topics.includes(topic));
}
