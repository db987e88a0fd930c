/** Starts that fail: each ends the process with one line that names what is concerned, and leaves nothing half done. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HubProcess } from '../../test/hub/hub-process.ts';
import { tlsFiles } from '../../test/hub/tls-fixtures.ts';
import { startHub } from '../hub.ts';

let base: string;
let hub: HubProcess;
const open: { close(): unknown }[] = [];
beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'bianmin-start-'));
  hub = new HubProcess(path.join(base, 'hub'));
});
afterEach(async () => {
  await hub.stop('SIGKILL');
  for (const each of open.splice(0)) each.close();
  rmSync(base, { recursive: true, force: true });
});

const here = (...parts: string[]) => path.join(base, ...parts);
const inFolder = (name: string) => here('hub', name);

async function listening<T extends net.Server>(server: T): Promise<number> {
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}
const webServer = (status: number, body: string) =>
  listening(
    http.createServer((_request, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    ),
  );

type Broken = { readonly settings?: NodeJS.ProcessEnv; readonly names: string };

/** What can be wrong before a hub's first start. `names` stands in the line. */
const BEFORE: Readonly<Record<string, () => Broken | Promise<Broken>>> = {
  'a busy port': async () => {
    const port = String(await listening(net.createServer()));
    return { settings: { BIANMIN_HUB_PORT: port }, names: port };
  },
  'a busy port of the console': async () => {
    const port = String(await listening(net.createServer()));
    return { settings: { BIANMIN_HUB_CONSOLE_PORT: port }, names: port };
  },
  'an address of another machine': () => ({ settings: { BIANMIN_HUB_ADDRESS: '192.0.2.77' }, names: '192.0.2.77' }),
  'an IPv6 address of another machine': () => ({
    settings: { BIANMIN_HUB_ADDRESS: '2001:db8::77' },
    names: '2001:db8::77',
  }),
  'a port out of range': () => ({ settings: { BIANMIN_HUB_PORT: '65536' }, names: 'BIANMIN_HUB_PORT' }),
  'a public name that is none': () => ({ settings: { BIANMIN_HUB_NAME: 'https://x/' }, names: 'BIANMIN_HUB_NAME' }),
  'a certificate that is not there': () => ({
    settings: { BIANMIN_HUB_TLS_CERT: here('no.crt'), BIANMIN_HUB_TLS_KEY: tlsFiles('ed25519').key },
    names: here('no.crt'),
  }),
  'a key that is a folder': () => ({
    settings: { BIANMIN_HUB_TLS_CERT: tlsFiles('ed25519').certificate, BIANMIN_HUB_TLS_KEY: base },
    names: base,
  }),
  'a certificate of another key': () => ({
    settings: {
      BIANMIN_HUB_TLS_CERT: tlsFiles('ed25519').certificate,
      BIANMIN_HUB_TLS_KEY: tlsFiles('expired-rsa').key,
    },
    names: tlsFiles('expired-rsa').key,
  }),
  'a server that is no CouchDB': async () => {
    const at = `127.0.0.1:${await webServer(200, '{}')}`;
    return { settings: { HUB_COUCHDB_URL: `http://admin:secret@${at}` }, names: at };
  },
  'a CouchDB that does not know the password': async () => {
    const at = `127.0.0.1:${await webServer(401, '{"error":"unauthorized","reason":"no"}')}`;
    return { settings: { HUB_COUCHDB_URL: `http://admin:secret@${at}` }, names: at };
  },
  'no home and no folder named': () => ({
    settings: { HOME: '', BIANMIN_HUB_DATA: undefined },
    names: 'BIANMIN_HUB_DATA',
  }),
};

/** A promise that no code awaits fails as soon as the program listens for such failures. */
const FAILS_LATER = `data:text/javascript,${encodeURIComponent(`
  const look = setInterval(() => {
    if (process.listenerCount('uncaughtException') === 0) return;
    clearInterval(look);
    Promise.reject(new TypeError('of no kind'));
  }, 1);`)}`;

/** What can lie where the folder's own things should. */
const INSIDE: Readonly<Record<string, () => Broken>> = {
  'a file in the place of the folder': () => {
    writeFileSync(here('hub'), '');
    return { names: here('hub') };
  },
  'a file above the folder': () => {
    writeFileSync(here('file'), '');
    return { settings: { BIANMIN_HUB_DATA: here('file', 'hub') }, names: here('file', 'hub') };
  },
  ...Object.fromEntries(
    ['hub.lock', 'hub.sock', 'hub.key', 'hub.db'].map((name) => [
      `a folder in the place of ${name}`,
      () => {
        mkdirSync(inFolder(name), { recursive: true });
        writeFileSync(inFolder(path.join(name, 'x')), '');
        return { names: here('hub') };
      },
    ]),
  ),
  'half a key': () => {
    mkdirSync(here('hub'));
    writeFileSync(inFolder('hub.key'), Buffer.alloc(16), { mode: 0o600 });
    return { names: here('hub') };
  },
  ...Object.fromEntries(
    ['gone', 'empty'].map((how) => [
      `a data file that is ${how} beside its key`,
      () => {
        mkdirSync(here('hub'));
        writeFileSync(inFolder('hub.key'), Buffer.alloc(32, 1), { mode: 0o600 });
        if (how === 'empty') writeFileSync(inFolder('hub.db'), '');
        return { names: here('hub') };
      },
    ]),
  ),
  'a data file without its key': () => {
    mkdirSync(here('hub'));
    writeFileSync(inFolder('hub.db'), Buffer.alloc(8192, 7));
    return { names: here('hub') };
  },
  'a data file of noise': () => {
    mkdirSync(here('hub'));
    writeFileSync(inFolder('hub.key'), Buffer.alloc(32, 1), { mode: 0o600 });
    writeFileSync(inFolder('hub.db'), Buffer.alloc(8192, 7));
    return { names: here('hub') };
  },
  'a database that anybody can read': () => {
    mkdirSync(here('hub'));
    writeFileSync(inFolder('hub.key'), Buffer.alloc(32, 1), { mode: 0o600 });
    const sqlite = new Sqlite(inFolder('hub.db'));
    sqlite.exec('CREATE TABLE t (x)');
    sqlite.close();
    return { names: here('hub') };
  },
};

const failed = async (names: string) => {
  const { code, text } = await hub.command();
  const lines = text.split('\n').filter((line) => line !== '');
  expect([code, lines.length, lines[0]]).toEqual([1, 1, expect.stringContaining(names)]);
  expect(lines[0]).toMatch(/\p{Script=Han}/u);
  expect(lines[0]).not.toContain('secret');
};

describe('a start with', { timeout: 60_000 }, () => {
  it.each(Object.entries({ ...BEFORE, ...INSIDE }))('%s ends with one line', async (_kind, breakIt) => {
    const { settings = {}, names } = await breakIt();
    hub.settings = settings;
    await failed(names);
  });

  it('settings that are found wrong late ends with a line, and the next one makes the secret', async () => {
    for (const kind of ['a busy port', 'a busy port of the console', 'an address of another machine']) {
      const { settings = {}, names } = await (BEFORE[kind] as () => Broken | Promise<Broken>)();
      hub.settings = settings;
      await failed(names);
    }
    hub.settings = {};
    await hub.start();
    expect((await hub.rpc('county.signIn', { secret: hub.adminSecret })).ok).toBe(true);
    expect(await hub.stop()).toBe(0);
  });

  it('a folder that another hub has ends with one line, and the other goes on', async () => {
    await hub.start();
    const other = new HubProcess(hub.folder);
    const { code, text } = await other.command();
    expect([code, text.trim().split('\n').length, text]).toEqual([1, 1, expect.stringContaining(hub.folder)]);
    expect((await hub.rpc('county.signIn', { secret: hub.adminSecret })).ok).toBe(true);
  });
});

describe('a failure that nobody foresaw', { timeout: 60_000 }, () => {
  it('ends the process with one line that tells its kind and place', async () => {
    hub.settings = { NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${FAILS_LATER}` };
    const { code, text } = await hub.command();
    const lines = text.trim().split('\n');
    expect([code, lines.at(-1)]).toEqual([1, expect.stringContaining('TypeError')]);
    expect(lines.filter((line) => line.includes('TypeError') || /^\s+at /.test(line))).toHaveLength(1);
  });
});

describe('the admin secret', { timeout: 60_000 }, () => {
  it('is shown by the start after one that was killed before it could show it, and by none after that', async () => {
    // Started within this process, the hub prints nothing, like one that is killed before its first line.
    const first = await startHub({ ...inProcess(), dataFolder: hub.folder });
    await first.close();
    await hub.start();
    expect([hub.adminSecret === first.newAdminSecret, hub.adminSecret.length > 20]).toEqual([false, true]);
    expect((await hub.rpc('county.signIn', { secret: first.newAdminSecret })).ok).toBe(false);
    expect((await hub.rpc('county.signIn', { secret: hub.adminSecret })).ok).toBe(true);
    await hub.stop();
    hub.adminSecret = '';
    await hub.start();
    expect(hub.adminSecret).toBe('');
  });
});

const inProcess = () => ({
  port: 0,
  consolePort: 0,
  pages: here('no-pages'),
  version: '0.0.0',
  now: () => Date.parse('2026-11-20T08:00:00Z'),
  log: () => undefined,
});

describe('a machine that does not tell its addresses', () => {
  it('starts all the same, and what fails later in a start leaves nothing open', async () => {
    const interfaces = () => {
      throw new Error('uv_interface_addresses returned Unknown system error 97');
    };
    const made = await startHub({ ...inProcess(), dataFolder: hub.folder, host: '0.0.0.0', interfaces });
    expect(made.addresses).toEqual([made.address]);
    const { port } = new URL(made.address);
    await made.close();

    // A busy console is found when the door listens already.
    const busy = await listening(net.createServer());
    const again = startHub({ ...inProcess(), dataFolder: hub.folder, port: Number(port), consolePort: busy });
    await expect(again).rejects.toThrow(String(busy));
    const free = net.createServer();
    await new Promise<void>((ready, failure) => free.once('error', failure).listen(Number(port), '127.0.0.1', ready));
    free.close();
    await (await startHub({ ...inProcess(), dataFolder: hub.folder })).close();
  });
});
