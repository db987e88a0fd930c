/** The routes that CouchDB has and a county's hub refuses to every device, for the peers of the tests: their rows stand before the hub's own. */
import { COUCH_ROUTES } from '../../hub/couch/handler.ts';
import type { CouchRoute, Exchange } from '../../hub/http/exchange.ts';
import { attachmentRoutes } from './attachment-routes.ts';
import { changesRoutes } from './changes-routes.ts';
import { databaseRoutes } from './database-routes.ts';
import { designRoutes } from './design-routes.ts';
import { editRoutes } from './edit-routes.ts';
import { listRoutes } from './list-routes.ts';
import type { ManagedDatabase } from './managed-database.ts';
import type { ManagedEngine } from './managed-engine.ts';
import { upkeepRoutes } from './upkeep-routes.ts';

/** The database of a request as an administrator has it. */
export type Managed = (exchange: Exchange) => ManagedDatabase;

/** Every route, those of the hub among them. */
export function openRoutes(engine: ManagedEngine): readonly CouchRoute[] {
  const managed: Managed = ({ params }) => engine.managed(params['db'] ?? '');
  return [
    ...databaseRoutes(engine),
    ...changesRoutes(managed),
    ...listRoutes(managed),
    ...upkeepRoutes(managed),
    ...designRoutes(managed),
    ...editRoutes,
    ...attachmentRoutes(managed),
    ...COUCH_ROUTES,
  ];
}
