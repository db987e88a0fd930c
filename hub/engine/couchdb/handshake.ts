/** The first words with CouchDB: is it one, new enough, are we its administrator, and is it this county's? */
import { z } from 'zod';
import { COUNTY_DATABASE } from '../../../shared/api/device-api.ts';
import { isStatus, makeDatabase } from './engine.ts';
import { type CouchdbRequest, type CouchdbClient, CouchdbTrouble } from './couchdb-client.ts';

const WelcomeSchema = z.looseObject({
  couchdb: z.literal('Welcome'),
  version: z.string().regex(/^\d+\./),
  uuid: z.string().default(''),
});
const SessionSchema = z.looseObject({
  userCtx: z.looseObject({ name: z.string().nullable(), roles: z.array(z.string()) }),
});
const MarkSchema = z.looseObject({ hub: z.string() });

/** CouchDB 2 opens new databases to all users. */
const LEAST_VERSION = 3;
/** A document in the county's own database that names the hub this CouchDB belongs to. Local, so that no site ever sees it. */
const MARK = ['_local', 'bianmin-hub'];

/** A CouchDB that answers at all answers these few requests within this time, in ms. */
const PATIENCE_MS = 5000;

type Look = (method: string, path: readonly string[], ask?: CouchdbRequest) => Promise<unknown>;

async function markAsOurs(look: Look, hubKey: string): Promise<void> {
  const path = [COUNTY_DATABASE, ...MARK];
  try {
    const mark = MarkSchema.safeParse(await look('GET', path));
    if (mark.data?.hub !== hubKey) throw new CouchdbTrouble('foreign');
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
    await look('PUT', path, { body: { hub: hubKey } });
  }
}

/** Returns the uuid of the server. Throws CouchdbTrouble when it is not there or not to be used. */
export async function handshake(line: CouchdbClient, hubKey: string): Promise<string> {
  const look: Look = (method, path, ask) =>
    line.look(method, path, { ...ask, signal: AbortSignal.timeout(PATIENCE_MS) });
  const welcome = WelcomeSchema.safeParse(await look('GET', []));
  if (!welcome.success) throw new CouchdbTrouble('not-couchdb');
  if (Number.parseInt(welcome.data.version, 10) < LEAST_VERSION) throw new CouchdbTrouble('old');
  const session = SessionSchema.safeParse(await look('GET', ['_session']));
  const { name, roles } = session.data?.userCtx ?? { name: null, roles: [] };
  // Without a name every client is an administrator there: such a CouchDB keeps no secret.
  if (name === null || !roles.includes('_admin')) throw new CouchdbTrouble('credentials');
  await makeDatabase(look, COUNTY_DATABASE);
  await markAsOurs(look, hubKey);
  return welcome.data.uuid;
}
