import { expect, test } from 'vitest';
import { clientMethods } from '../../shared/api/client.ts';
import type { Call } from '../../shared/api/contract.ts';
import { countyMethods } from '../../shared/api/county.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { ConnectionLost, createClient, readAnswer } from './api.ts';
import { createConnection } from './connection.ts';
import { describeError } from './errors.ts';
import { isAffected, topicsOf } from './topics.ts';
import { tokenOf } from './transport.ts';

test('a call crosses as its method and input, and its value comes back', async () => {
  const sent: Call[] = [];
  const client = createClient(clientMethods, async (call) => {
    sent.push(call);
    return { ok: true, value: [] };
  });
  expect(await client['matters.search']({ query: 'hzyl' })).toEqual([]);
  expect(sent).toEqual([{ method: 'matters.search', input: { query: 'hzyl' } }]);
});

test('what every method answers hangs on some topic, so that no page keeps it for ever', () => {
  const methods = [...Object.keys(clientMethods), ...Object.keys(countyMethods)];
  expect(methods.filter((method) => topicsOf(method).length === 0)).toEqual([]);
});

test('a refusal keeps its code, sentence and field', () => {
  const refusal = { ok: false, code: 'bad-code', message: '登记码不对', field: 'code' };
  expect(() => readAnswer(refusal)).toThrow(new ApiError('bad-code', '登记码不对', 'code'));
  try {
    readAnswer(refusal);
  } catch (error) {
    expect(describeError(error)).toMatchObject({ code: 'bad-code', message: '登记码不对。', field: 'code' });
  }
});

test.each([null, undefined, 'ok', 42, {}, { ok: false }, { ok: false, code: 'made-up', message: 'x' }])(
  'what is no answer (%j) becomes an internal error, never a value',
  (answer) => {
    expect(() => readAnswer(answer)).toThrow(expect.objectContaining({ code: 'internal' }));
  },
);

test('every failure has a Chinese sentence, and a lost program says what to do', () => {
  for (const error of [new ApiError('conflict'), new ConnectionLost(), new TypeError('boom')]) {
    expect(describeError(error).message).toMatch(/\p{Script=Han}/u);
    expect(describeError(error).message).not.toContain('boom');
  }
  expect(describeError(new ConnectionLost()).action).toContain('重新打开');
});

test('the connection is lost when nobody answers and back with the next answer', async () => {
  const connection = createConnection();
  let up = false;
  const seen: boolean[] = [];
  connection.subscribe(() => seen.push(connection.lost()));
  const send = connection.watch(async () => {
    if (!up) throw new ConnectionLost();
    return { ok: true, value: null };
  });
  const call = { method: 'site.status', input: {} };
  await expect(send(call)).rejects.toThrow(ConnectionLost);
  await expect(send(call)).rejects.toThrow(ConnectionLost);
  up = true;
  await send(call);
  expect(seen).toEqual([true, false]);
});

test('the token of the address is read, and nothing that is none', () => {
  const token = 'A'.repeat(40) + '-_9';
  expect(tokenOf(`#${token}`)).toBe(token);
  expect(tokenOf(`#token=${token}`)).toBe(token);
  for (const hash of ['', '#', '#short', '#<script>alert(1)</script>aaaaaaaaaaa', `#${'a'.repeat(300)}`])
    expect(tokenOf(hash)).toBeNull();
});

test('a change of cases touches the lists and counts, not the catalogue', () => {
  expect(isAffected('cases.list', ['cases'])).toBe(true);
  expect(isAffected('cases.list', ['sync'])).toBe(true);
  expect(isAffected('matters.search', ['cases'])).toBe(false);
  expect(isAffected('site.status', ['staff'])).toBe(true);
  expect(isAffected('unknown', ['cases'])).toBe(false);
});
