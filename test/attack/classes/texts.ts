import { gzipSync } from 'node:zlib';
import { PARCEL_PATH, PARCEL_TYPE } from '../../../shared/api/parcel.ts';
import { type EventBody, MAX_EVENT_BYTES, nameEvent } from '../../../shared/event/event.ts';
import { digestText } from '../../../store/trust/crypto.ts';
import { VILLAGE } from '../../fixtures/events.ts';
import type { FakeDevice } from '../../hub/fake-device.ts';
import { type AttackClass, firstOf, when } from '../attack.ts';
import type { County } from '../county.ts';
import type { Draw } from '../draw.ts';
import { bringStick, sealedLines } from '../stick.ts';

const DAY = '2026-11-20';
/** Beside what is hashed a document has its id, revision and signature. */
const BESIDE = 300;

const HIDDEN = 'x'.repeat(20_000);
/** Members that stand in `data` beside an honest one, as no writer of JSON would write them. */
const MEMBERS: readonly ((draw: Draw) => string)[] = [
  () => `"__proto__":{"x":"${HIDDEN}"}`,
  () => `"\\u005f_proto__":{"x":"${HIDDEN}"}`,
  () => `"__\\u0070roto\\u005F_":"${HIDDEN}"`,
  () => `"a":{"b":{"__proto__" \n :["${HIDDEN}"]}}`,
  () => `"constructor":{"prototype":{"x":1}}`,
  () => '"toString":1,"valueOf":2,"hasOwnProperty":3',
  () => '"toJSON":{"x":1}',
  (draw) =>
    `"n":${draw.oneOf(['1.0', '1e0', '-0', '0.1000000000000000055', '1E400', '-1e-400', '12345678901234567890', '1e21', '5e-324'])}`,
  (draw) => `"n":${draw.oneOf(['01', '+1', '.5', '1.', '0x10', 'NaN', 'Infinity', '1_000'])}`,
  () => '"t":"first","t":"second"',
  () => `"t":"${HIDDEN}","t":"short"`,
  () => '"e":"\\u00e9","f":"e\\u0301","é":1,"e\u0301":2',
  () => '"s":"\\ud800"',
  () => '"\\udc00x":"\\udbff\\ud800"',
  () => '"z":"\\u0000\\u001f\\u007f\\u2028\\u2029\ufeff"',
  (draw) => `"w":${' '.repeat(draw.int(1, 70_000))}1`,
  (draw) => `"u":"${'\\u0061'.repeat(draw.int(1, 12_000))}"`,
  (draw) => `"l":[${'1,'.repeat(draw.int(1, 2500))}1]`,
  (draw) => `"d":${'['.repeat(draw.int(1, 60))}${']'.repeat(60)}`,
];

/** Members at the envelope's own level. */
const OUTSIDE: readonly string[] = [
  '',
  ',"on":"2026-11-19"',
  ',"type":"withdrawn"',
  `,"__proto__":{"x":"${HIDDEN}"}`,
  ',"_id":"20261120-aaaaaaaaaaaaaaaaaaaaaaaaaa"',
  `,"hidden":"${HIDDEN}"`,
  ',"_revisions":{"start":1,"ids":["a"]}',
  ',"_conflicts":["1-a"]',
];

const parse = (text: string): Record<string, unknown> | null => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
};

/** A document's text, signed by its machine over what a parser makes of it, so that nothing but its form is wrong. */
function textOf(device: FakeDevice, draw: Draw): { readonly text: string; readonly id: string } {
  const base = device.event('measured', DAY, { t: 'honest' });
  const { _id: _, _rev: __, sig: ___, data: ____, ...envelope } = base;
  const data = `{${draw
    .some(MEMBERS, draw.int(1, 3))
    .map((make) => make(draw))
    .join(',')}}`;
  const body = `${JSON.stringify(envelope).slice(0, -1)},"data":${data}${draw.int(0, 2) === 0 ? draw.oneOf(OUTSIDE) : ''}`;
  const parsed = parse(`${body}}`);
  let named = { _id: base._id, _rev: base._rev as string, sig: base.sig };
  try {
    if (parsed !== null) named = device.sign(parsed as unknown as EventBody);
  } catch {
    // It has no canonical form: as it is.
  }
  const { _id, _rev, sig } = named;
  return { text: `${body},"_id":"${_id}","_rev":"${_rev}","sig":"${sig}"}`, id: _id };
}

type Way = (county: County, device: FakeDevice, text: string, id: string) => Promise<unknown>;
const post = ({ hub }: County, device: FakeDevice, path: string, body: string | Buffer, more: Record<string, string>) =>
  fetch(hub.address + path, {
    method: path.includes('new_edits') ? 'PUT' : 'POST',
    headers: { 'content-type': 'application/json', ...hub.authorization(device), ...more },
    body: body as string,
  });
const WAYS: Readonly<Record<string, Way>> = {
  'at the door': (county, device, text) =>
    post(county, device, `/ledger-${VILLAGE}/_bulk_docs`, `{"docs":[${text}],"new_edits":false}`, {}),
  'by PUT': (county, device, text, id) => post(county, device, `/ledger-${VILLAGE}/${id}?new_edits=false`, text, {}),
  'by parcel': async (county, device, text) => {
    const { epoch } = await county.hub.pulse(device);
    const pulse = { token: null, version: '0.1.0', unsynced: 0, drafts: 0 };
    const head = JSON.stringify({ kind: 'head', pulse, epoch, wanted: [], most: 100 });
    const block = `{"kind":"block","ledger":"${VILLAGE}","events":{"shapes":[],"rows":[],"columns":[],"whole":[[0,${text}]],"sigs":""}}`;
    return post(county, device, PARCEL_PATH, gzipSync(`${head}\n${block}\n`), {
      'content-type': PARCEL_TYPE,
      'content-encoding': 'gzip',
    });
  },
  'by stick': (county, device, text) => {
    const line = `{"kind":"events","place":"${VILLAGE}","block":{"shapes":[],"rows":[],"columns":[],"whole":[[0,${text}]],"sigs":""}}`;
    return bringStick(county, sealedLines(county.addressee, device, { lines: [line], count: 1 }));
  },
};

/** Of a text as it is stored: its hash is its name, and it is no longer than what was limited. */
function faultOf(text: string): string | null {
  const { _id, _rev: _, sig: __, _revisions: ___, ...body } = JSON.parse(text) as Record<string, unknown>;
  if (/"__proto__"\s*:/.test(text)) return `${String(_id)} holds a key that no hash covers`;
  const { _id: named, bytes } = nameEvent(body as unknown as EventBody, digestText);
  return firstOf(
    when(named !== _id, `${String(_id)} is not the hash of what is stored`),
    when(bytes > MAX_EVENT_BYTES, `${String(_id)} has ${bytes} bytes`),
    when(Buffer.byteLength(text) > bytes + BESIDE, `${String(_id)} is stored with more than was hashed`),
  );
}

export const texts: AttackClass = {
  name: 'texts',
  attacked:
    'what is hashed and what is stored, by texts of JSON that no writer writes: keys, numbers, characters, repetitions, blanks',
  through: 'a stored text whose hash is not its id, or that is longer than what was limited',
  async play({ county, draw, attack, brief }) {
    const device = await county.turned(VILLAGE);
    const sent: string[] = [];
    for (let n = 0; n < (brief ? 30 : 200); n += 1) {
      const { text, id } = textOf(device, draw);
      const [name, way] = draw.oneOf(Object.entries(WAYS));
      sent.push(id);
      await attack(`a text ${name}`, async () => {
        const answer = await way(county, device, text, id);
        if (answer instanceof Response && answer.status >= 500) return `answered ${answer.status}`;
        const { status, text: stored } = await read(county, id);
        return status === 200 ? faultOf(stored) : null;
      });
    }
    await attack('all that is stored', async () => {
      const held = (await county.ledger(VILLAGE)).map((doc) => JSON.stringify(doc));
      const taken = sent.filter((id) => held.some((text) => text.includes(id))).length;
      // Some are well-formed all the same; where none was taken, nothing was tried.
      return firstOf(...held.map(faultOf), when(taken === 0, 'not one was taken'));
    });
  },
};

async function read({ hub, clerk }: County, id: string) {
  const answer = await hub.request(clerk, 'GET', `/ledger-${VILLAGE}/${id}`);
  return { status: answer.status, text: (await answer.text()).trim() };
}
