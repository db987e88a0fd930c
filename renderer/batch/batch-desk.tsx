/** The desk of a village point: the grid of slips, lists, results. */
import type { SiteStatus } from '../../shared/api/rows.ts';

export function BatchDesk({ status }: { readonly status: SiteStatus }) {
  return <main>{status.place?.name}</main>;
}
