/** `node test/open-hub.ts [PORT]`: the open hub as a process, for PouchDB's and CouchDB's own clients and suites. */
import { startOpenHub } from './open-hub/open-hub.ts';

const hub = await startOpenHub(Number(process.argv[2] ?? 0), (failure) => console.error(failure));
console.log(`listening ${hub.url}`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void hub.close().then(() => process.exit(0)));
