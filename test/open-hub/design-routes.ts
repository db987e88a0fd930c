/** Routes that run a design document's JavaScript. */
import type { Answer } from '../../hub/http/answer.ts';
import { CouchError } from '../../hub/http/errors.ts';
import type { CouchRoute, Exchange } from '../../hub/http/exchange.ts';
import type { Managed } from './open-routes.ts';

const JSON_OPTIONS = ['key', 'keys', 'startkey', 'start_key', 'endkey', 'end_key'] as const;
const FLAGS = [
  'descending',
  'include_docs',
  'attachments',
  'conflicts',
  'group',
  'inclusive_end',
  'reduce',
  'update_seq',
] as const;
const COUNTS = ['limit', 'skip', 'group_level'] as const;

function optionsOf({ query }: Exchange): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const name of JSON_OPTIONS) if (query.text(name) !== undefined) options[name] = query.json(name);
  for (const name of FLAGS) if (query.text(name) !== undefined) options[name] = query.flag(name);
  for (const name of COUNTS) if (query.text(name) !== undefined) options[name] = query.count(name);
  return options;
}

async function view(managed: Managed, exchange: Exchange): Promise<Answer> {
  const body = exchange.request.method === 'POST' ? await exchange.object() : {};
  const { ddoc, view: name } = exchange.params;
  if (ddoc === undefined || name === undefined) throw new CouchError(404, 'not_found', 'missing');
  return { json: await managed(exchange).view(`${ddoc}/${name}`, { ...optionsOf(exchange), ...body }) };
}

export const designRoutes = (managed: Managed): readonly CouchRoute[] => [
  { method: 'GET', path: '/:db/_design/:ddoc/_view/:view', need: 'manage', run: (exchange) => view(managed, exchange) },
  {
    method: 'POST',
    path: '/:db/_design/:ddoc/_view/:view',
    need: 'manage',
    run: (exchange) => view(managed, exchange),
  },
];
