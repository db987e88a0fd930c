/** The catalogue as the pages ask for it. */
import type { clientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { mattersOfSet, papersOfSet, setOf } from '../../shared/matter/matter-sets.ts';
import { searchMatters } from '../../shared/matter/matter-search.ts';
import { type SiteContext, deskOf } from './context.ts';

type Methods = Pick<typeof clientMethods, 'matters.search' | 'matters.get' | 'matters.sets' | 'matters.set'>;

/** When only what may be handed in by proxy is wanted, this many hits are looked through. */
const LOOK_THROUGH = 100;

export const matterHandlers: Handlers<Methods, SiteContext> = {
  'matters.search': ({ query, limit, proxyableOnly }, context) =>
    searchMatters(deskOf(context).catalogue, query, LOOK_THROUGH)
      .filter((hit) => !proxyableOnly || hit.matter.proxyable)
      .slice(0, limit)
      .map(({ matter, matched }) => ({
        code: matter.code,
        name: matter.name,
        window: matter.window,
        kind: matter.kind,
        promised: matter.promised,
        legal: matter.legal,
        proxyable: matter.proxyable,
        matched,
      })),

  'matters.sets': (_input, context) => deskOf(context).catalogue.sets ?? [],

  'matters.set': ({ code }, context) => {
    const { catalogue } = deskOf(context);
    const set = setOf(catalogue, code);
    if (set === undefined) throw new ApiError('not-found', '目录里没有这个一件事。', 'code');
    const all = mattersOfSet(catalogue, set);
    return { ...set, all, papers: papersOfSet(all) };
  },

  'matters.get': ({ code }, context) => {
    const matter = deskOf(context).catalogue.matter(code);
    if (matter === undefined) throw new ApiError('not-found', '目录里没有这个事项。', 'code');
    return matter;
  },
};
