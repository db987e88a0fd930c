/**
 * Runs a built file of the shell as Electron runs a utility process: with a parent port, and a message port that comes with its first message.
 * Its own parent is the test that forked it: `{ port }` is for the message port, `{ parent }` for the parent port, both ways. `{ load }` loads packages, and
 * is answered by `{ loaded }`: all files that this process has loaded, native ones too.
 */
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const loaded = new Set<string>();
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) loaded.add(fileURLToPath(url));
    return next(url, context);
  },
});
const open = process.dlopen.bind(process);
process.dlopen = (...given: Parameters<typeof open>) => {
  loaded.add(path.resolve(given[1]));
  open(...given);
};

const say = (message: unknown): void => void process.send?.(message);
const parentPort = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => say({ parent: message }) });
const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => say({ port: message }),
  start: () => undefined,
});
Object.assign(process, { parentPort });

let isFirst = true;
process.on('message', async (message: { port?: unknown; parent?: unknown; load?: readonly string[] }) => {
  if (message.load) {
    await Promise.all(message.load.map((name) => import(name)));
    say({ loaded: [...loaded] });
  } else if ('port' in message) port.emit('message', { data: message.port });
  else {
    parentPort.emit('message', { data: message.parent, ports: isFirst ? [port] : [] });
    isFirst = false;
  }
});
await import(pathToFileURL(process.argv[2] ?? '').href);
