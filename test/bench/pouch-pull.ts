/** Pulls a database of the hub into plain PouchDB's memory adapter and prints the seconds: what a client is measured against. */
import { memoryDatabase, remoteDatabase } from '../hub/pouch.ts';
import { trustHubAt } from '../hub/trust.ts';
import { secondsOf } from './rows.ts';

const options = { batch_size: 500, batches_limit: 4 };
const address = process.argv[2] ?? '';
await trustHubAt(new URL(address).origin);
const source = remoteDatabase(address);
console.log(await secondsOf(async () => memoryDatabase().replicate.from(source, options)));
