import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ENROL_PATH, PROOF_PATH, PULSE_PATH } from '../../../shared/api/device-api.ts';
import { createSessions } from '../../../browser/session.ts';
import { startLoopback } from '../../../browser/server.ts';
import { now } from '../../clock.ts';
import { packed, postPacked } from '../../hub/parcel.ts';
import { Machine } from '../../site/machine.ts';
import { type AttackClass, firstOf, type Round, when } from '../attack.ts';
import { type County, ELSEWHERE } from '../county.ts';
import type { Draw } from '../draw.ts';
import { ask } from '../front.ts';
import { bringStick, sealedLines } from '../stick.ts';

const MB = 1024 * 1024;
/** What the hub may hold at its peak up to here; five million empty objects alone are some 300 MB. */
const MOST_MEMORY = 480 * MB;

/** Texts of JSON that are short on the way and long, deep or many once they are there. */
const BOMBS: Readonly<Record<string, (draw: Draw) => string>> = {
  'lists without end': (draw) => `[${'[],'.repeat(draw.int(1_200_000, 4_000_000))}[]]`,
  'objects without end': (draw) => `{"docs":[${'{},'.repeat(draw.int(1_200_000, 4_000_000))}{}]}`,
  'numbers without end': (draw) => `{"docs":[${'0,'.repeat(draw.int(1_200_000, 6_000_000))}0]}`,
  'lists in one another': (draw) => '['.repeat(draw.int(2000, 900_000)),
  'objects in one another': (draw) => {
    const depth = draw.int(2000, 300_000);
    return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  },
  'one endless text': (draw) => `{"a":"${'a'.repeat(draw.int(33, 60) * MB)}"}`,
  blanks: (draw) => ' '.repeat(draw.int(33, 60) * MB),
  'one endless number': (draw) => `{"a":1${'0'.repeat(draw.int(33, 40) * MB)}}`,
};

/** The device that may send a body there, and the address. */
const DOORS: readonly { readonly path: string; readonly open: boolean }[] = [
  { path: `/ledger-${ELSEWHERE}/_bulk_docs`, open: false },
  { path: `/ledger-${ELSEWHERE}/_revs_diff`, open: false },
  { path: `/ledger-${ELSEWHERE}/_bulk_get`, open: false },
  { path: PULSE_PATH, open: false },
  { path: ENROL_PATH, open: true },
  { path: PROOF_PATH, open: true },
  { path: '/rpc', open: true },
];

/** Over a connection of its own: making a bomb takes longer than the hub keeps a stranger's that is quiet. */
const post = async (county: County, target: string, body: Uint8Array, headers: Record<string, string>) =>
  (await ask(county.hub.address, { from: '127.0.0.1', path: target, body, headers })).status;

const refused = (status: number): string | null => when(status < 400 || status >= 500, `answered ${status}`);

/** A few kilobytes that stand for more than a block may be, though each part is as long as it may be. */
function blockBomb(draw: Draw): object {
  const lean = {
    shapes: [] as unknown[],
    rows: [] as number[],
    columns: [] as unknown[],
    whole: [] as unknown[],
    sigs: '',
  };
  const wide = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [n, 1]));
  return draw.oneOf([
    () => ({ ...lean, whole: Array.from({ length: draw.int(20_000, 1_000_000) }, () => []) }),
    () => ({ ...lean, columns: Array.from({ length: draw.int(20_000, 400_000) }, () => []) }),
    () => ({ ...lean, rows: Array.from({ length: draw.int(20_000, 200_000) }, () => 0) }),
    () => ({ ...lean, shapes: [{ data: wide }], rows: [0], columns: [[0], ['长'.repeat(60_000)]] }),
    () => ({ ...lean, shapes: Array.from({ length: draw.int(20_000, 100_000) }, () => ({})) }),
  ])();
}

export const bombs: AttackClass = {
  name: 'bombs',
  attacked: 'every reader of bodies, parcels, sticks and sign-ins, with a little that stands for much',
  through: 'one that is taken, fails, or makes the reader hold more memory than it may',
  async play({ county, draw, attack, brief }) {
    const { hub } = county;
    const device = await county.turned(ELSEWHERE);
    for (const [name, make] of draw.some(Object.entries(BOMBS), brief ? 4 : 8)) {
      const { path: target, open } = draw.oneOf(DOORS);
      const body = Buffer.from(make(draw));
      const login = open ? {} : hub.authorization(device);
      await attack(`${name}, packed, to ${target}`, async () =>
        refused(await post(county, target, gzipSync(body), { ...login, 'content-encoding': 'gzip' })),
      );
    }
    await attack('a plain one that fits by its length', async () => {
      const text = `{"docs":[${'{},'.repeat(5_000_000)}{}],"new_edits":false}`;
      return refused(
        await post(county, `/ledger-${ELSEWHERE}/_bulk_docs`, Buffer.from(text), hub.authorization(device)),
      );
    });
    const { epoch } = await hub.pulse(device);
    const head = {
      kind: 'head',
      pulse: { token: null, version: '0.1.0', unsynced: 0, drafts: 0 },
      epoch,
      wanted: [],
      most: 100,
    };
    for (let n = 0; n < (brief ? 2 : 8); n += 1)
      await attack('a parcel whose block stands for much', async () => {
        const block = { kind: 'block', ledger: ELSEWHERE, events: blockBomb(draw) };
        return refused((await postPacked(hub, device, packed([head, block]))).status);
      });
    await attack('a parcel nested without end', async () => {
      const deep = `{"kind":"block","ledger":"${ELSEWHERE}","events":${'['.repeat(draw.int(1000, 400_000))}`;
      return refused((await postPacked(hub, device, gzipSync(`${JSON.stringify(head)}\n${deep}\n`))).status);
    });
    await attack('a parcel of one endless line', async () =>
      refused((await postPacked(hub, device, gzipSync(Buffer.alloc(draw.int(33, 80) * MB, 0x20)))).status),
    );
    await attack('a parcel of lines without end', async () =>
      refused((await postPacked(hub, device, gzipSync(`${JSON.stringify(head)}\n${'\n'.repeat(3_000_000)}`))).status),
    );
    for (let n = 0; n < (brief ? 2 : 6); n += 1)
      await attack('a stick whose block stands for much', async () => {
        const line = JSON.stringify({ kind: 'events', place: ELSEWHERE, block: blockBomb(draw) });
        const answer = await bringStick(
          county,
          sealedLines(county.addressee, device, { lines: [line], count: 1_000_000 }),
        );
        return when(!/^(too-large|newer-version|torn)$/.test(answer), `answered ${answer}`);
      });
    await attack('a stick that unpacks without end', async () => {
      const lines = [' '.repeat(draw.int(51, 90) * MB)];
      const answer = await bringStick(county, sealedLines(county.addressee, device, { lines, count: 0 }));
      return when(!/^(too-large|newer-version|torn)$/.test(answer), `answered ${answer}`);
    });
    await attack('all of them at the hub', async () => {
      const held = await county.memory();
      return when(held > MOST_MEMORY, `the hub held ${Math.round(held / MB)} MB`);
    });
    await endlessFiles(county, attack);
    await beforeAnyToken(draw, attack);
  },
};

/** Names on a stick that lead to what has no end. */
async function endlessFiles(county: County, attack: Round['attack']): Promise<void> {
  if (process.platform === 'win32') return;
  const machine = new Machine();
  try {
    const link = path.join(county.folder, `zero-${county.stranger()}.bmt`);
    symlinkSync('/dev/zero', link);
    const pipe = path.join(county.folder, `pipe-${county.stranger()}.bmt`);
    spawnSync('mkfifo', [pipe]);
    for (const file of [link, pipe])
      await attack(`stick in ${path.basename(file).split('-')[0]}`, async () => {
        const { code, err } = await machine.run('stick', 'in', file, '--data', machine.home);
        return firstOf(when(code !== 2, `ended with ${code}`), when(err.length === 0, 'said nothing'));
      });
  } finally {
    machine.remove();
  }
}

/** The page's own server on loopback, which any program of the machine reaches. */
async function beforeAnyToken(draw: Draw, attack: Round['attack']): Promise<void> {
  const sessions = createSessions({ now });
  const server = await startLoopback({ pages: '/nowhere', sessions, call: () => Promise.reject(new Error('called')) });
  try {
    for (const target of ['/session', '/rpc'])
      await attack(`${target} of the page’s server, megabytes before any token`, async () => {
        const { host, port } = new URL(server.origin);
        const socket = net.connect(Number(port), '127.0.0.1');
        const heard = { text: '' };
        socket.setEncoding('latin1').on('data', (part: string) => (heard.text += part));
        const closed = new Promise<void>((done) => socket.on('error', () => undefined).once('close', () => done()));
        const length = draw.int(20, 29) * MB;
        socket.write(
          `POST ${target} HTTP/1.1\r\nhost: ${host}\r\norigin: ${server.origin}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`,
        );
        // One piece after the other until it is answered; an honest token is not a hundred bytes.
        let sent = 0;
        while (heard.text === '' && sent < length && !socket.destroyed) {
          socket.write(Buffer.alloc(64 * 1024, 0x20));
          sent += 64 * 1024;
          await new Promise((next) => setImmediate(next));
        }
        socket.destroy();
        await closed;
        return firstOf(
          when(!/^HTTP\/1\.1 (401|413)/.test(heard.text), `answered ${heard.text.slice(0, 20)}`),
          when(sent >= length, 'took all of it'),
        );
      });
  } finally {
    await server.close();
  }
}
