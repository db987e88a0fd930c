import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { VILLAGE } from '../../fixtures/events.ts';
import { HubProcess } from '../../hub/hub-process.ts';
import { Machine } from '../../site/machine.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';

/** The user `nobody`, who owns nothing. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** What other users may do with a folder and what is in it, by its modes. */
function openTo(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const found = [folder, ...names.map((name) => path.join(folder, name))];
  // What lies in a folder that no other user enters is closed whatever its own mode says.
  return (lstatSync(folder).mode & 0o077) === 0
    ? found.filter((name) => /\.(db|key|sock|backup)$/.test(name) && (lstatSync(name).mode & 0o077) !== 0)
    : found.filter((name) => (lstatSync(name).mode & 0o077) !== 0);
}

/** Reads and speaks as another user of the machine, where this one may become another. */
function asNobody(folder: string): string | null {
  if (!isRoot) return null;
  const script = `
    const fs = require('node:fs'), path = require('node:path'), net = require('node:net');
    // Only here: where this house itself lies in a private folder, another user could not even begin the program.
    process.setgroups([]);
    process.setgid(${NOBODY});
    process.setuid(${NOBODY});
    const [folder] = process.argv.slice(1);
    const got = [];
    const look = (name) => { try { fs.readdirSync(name); got.push('lists ' + path.basename(name)); } catch {} };
    const read = (name) => { try { fs.closeSync(fs.openSync(name, 'r')); got.push('reads ' + name); } catch {} };
    look(folder);
    for (const name of ['hub.key', 'hub.db', 'hub.db-wal', 'bianmin.key', 'bianmin.db', 'bianmin.db-wal']) read(path.join(folder, name));
    const socks = ['hub.sock', 'owner.sock'].map((name) => path.join(folder, name));
    let left = socks.length;
    const done = () => { left -= 1; if (left === 0) console.log(got.join(', ')); };
    for (const name of socks) { const s = net.connect(name); s.once('connect', () => { got.push('speaks to ' + name); s.destroy(); done(); }); s.once('error', done); }`;
  const { stdout, status } = spawnSync(process.execPath, ['-e', script, folder], {
    encoding: 'utf8',
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '' },
  });
  if (status !== 0) return 'the other user did not come to its end';
  return when(stdout.trim() !== '', `another user ${stdout.trim()}`);
}

const modes = (folder: string): string | null => {
  const open = openTo(folder);
  return when(open.length > 0, `${open.map((name) => path.basename(name)).join(', ')} is open to others`);
};

async function siteOf(county: County): Promise<string | null> {
  const machine = await new Machine().enrol(county.hub, VILLAGE);
  const open = await machine.open();
  try {
    await open.call('site.backup', {});
    return firstOf(modes(machine.folder), asNobody(machine.folder));
  } finally {
    await open.close();
    machine.remove();
  }
}

/** Another user has made the folder for sockets in the shared temporary folder first. */
async function plantedFolder(county: County): Promise<string | null> {
  const shared = path.join(county.folder, 'tmp');
  mkdirSync(shared, { recursive: true });
  const theirs = path.join(shared, `bianmin-hub-${os.userInfo().uid}`);
  mkdirSync(theirs);
  chmodSync(theirs, 0o777);
  if (isRoot) chownSync(theirs, NOBODY, NOBODY);
  // So long that a socket does not fit into the hub's own folder.
  const folder = path.join(county.folder, 'x'.repeat(90));
  mkdirSync(folder, { mode: 0o700 });
  const hub = new HubProcess(folder);
  hub.settings = { TMPDIR: shared };
  try {
    const started = await hub.start().then(
      () => true,
      () => false,
    );
    const inside = readdirSync(theirs);
    const mine = lstatSync(theirs).uid === process.getuid?.() && (lstatSync(theirs).mode & 0o077) === 0;
    return firstOf(
      when(inside.length > 0 && !mine, `a socket was made in somebody else’s folder: ${inside.join(', ')}`),
      when(started && !existsSync(path.join(folder, 'hub.db')), 'it started without its file'),
    );
  } finally {
    await hub.remove();
  }
}

export const users: AttackClass = {
  name: 'users',
  attacked: 'files, keys and sockets of the hub and of a site, by another user of the machine',
  through: 'anything that such a user can read, write or speak to',
  async play({ county, attack }) {
    if (process.platform === 'win32') return;
    await attack('the hub’s folder', async () => firstOf(modes(county.hub.folder), asNobody(county.hub.folder)));
    await attack('a site’s folder', () => siteOf(county));
    await attack('a folder for sockets that was there before', () => plantedFolder(county));
  },
};
