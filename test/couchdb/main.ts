/** `node test/couchdb/main.ts FOLDER PORT USER PASSWORD`: the peer as a process, to be killed and started again. */
import { startCouchdbPeer } from './server.ts';

const [folder = '', port = '0', user = '', password = ''] = process.argv.slice(2);
console.log(`listening ${await startCouchdbPeer(folder, Number(port), { user, password })}`);
