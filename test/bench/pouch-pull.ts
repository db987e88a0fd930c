/** Pulls a database of the hub into plain PouchDB's memory adapter and prints the seconds: what a client is measured against. */
import { memoryDatabase, remoteDatabase } from '../hub/pouch.ts';
import { secondsOf } from './rows.ts';

const options = { batch_size: 500, batches_limit: 4 };
const source = remoteDatabase(process.argv[2] ?? '');
console.log(await secondsOf(async () => memoryDatabase().replicate.from(source, options)));
