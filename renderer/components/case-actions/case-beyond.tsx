/** The list of what a case has beyond what counts, as the pages of a site ask for it. */
import type { EventId } from '../../../shared/base/brands.ts';
import { useRows } from '../../app/client-hooks.ts';
import { BeyondList } from '../case/beyond-list.tsx';

export function CaseBeyond({ id, onClose }: { readonly id: EventId; readonly onClose: () => void }) {
  return <BeyondList rows={useRows('cases.beyond', { case: id })} onClose={onClose} />;
}
