import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceId } from '../../shared/base/brands.ts';
import type { DataFile } from '../../store/types.ts';
import { CENTRE, COUNTY } from '../../test/fixtures/events.ts';
import { openHubFile } from '../admin/hub-file.ts';
import { cancelCode, checkCode, createCode, listCodes, useCode } from './codes.ts';
import { secretOf } from '../../test/hub/code-secret.ts';

const HOURS = 3_600_000;
const KEY = 'A'.repeat(43);
const DEVICE = 'a'.repeat(16) as DeviceId;
let folder: string;
let file: DataFile;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bianmin-codes-'));
  file = openHubFile({ folder, county: COUNTY, now: 0 }).file;
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The secret part of a new code, as it is sent. */
async function newCode(): Promise<{ code: string; expiresAt: string }> {
  const { code, expiresAt } = await createCode(file, CENTRE, 'ab'.repeat(32), 0);
  return { code: secretOf(code), expiresAt };
}

const stateAt = (now: number) => listCodes(file, now).map((code) => code.state);

describe('an enrolment code', () => {
  it('lives 72 hours to the millisecond', async () => {
    const { code, expiresAt } = await newCode();
    expect(Date.parse(expiresAt)).toBe(72 * HOURS);
    expect(await checkCode(file, code, 72 * HOURS - 1)).toMatchObject({ place: CENTRE, state: 'open' });
    expect(await checkCode(file, code, 72 * HOURS)).toBeNull();
    expect([stateAt(0), stateAt(72 * HOURS)]).toEqual([['open'], ['expired']]);
  });

  it('counts failures and forgets none, while right tries cost nothing', async () => {
    const { code } = await newCode();
    const wrong = `${code.slice(0, 4)}zzzz-zzzz`;
    for (let i = 0; i < 4; i += 1) {
      expect(await checkCode(file, wrong, 0)).toBeNull();
      expect(await checkCode(file, code, 0)).not.toBeNull();
    }
    expect(await checkCode(file, wrong, 0)).toBeNull();
    expect([await checkCode(file, code, 0), stateAt(0)]).toEqual([null, ['locked']]);
  });

  it('is used once, and cannot be cancelled afterwards', async () => {
    const { code } = await newCode();
    const id = code.slice(0, 4);
    expect([useCode(file, id, KEY, DEVICE), useCode(file, id, KEY, DEVICE)]).toEqual([true, false]);
    expect([cancelCode(file, id, 0), stateAt(0)]).toEqual([false, ['used']]);
    expect(await checkCode(file, code, 0)).toMatchObject({ state: 'used', usedKey: KEY, device: DEVICE });
  });

  it.each(['', 'x', '2222', '2222-2222-2222-2222', "'; DROP TABLE hub_code; --", '２２２２２２２２２２２２'])(
    'is not %j',
    async (typed) => {
      await newCode();
      expect(await checkCode(file, typed, 0)).toBeNull();
    },
  );

  it('is right in full-width characters too, as a Chinese keyboard types them', async () => {
    const { code } = await newCode();
    const wide = [...code].map((char) => String.fromCodePoint((char.codePointAt(0) ?? 0) + 0xfee0)).join('');
    expect(await checkCode(file, wide, 0)).not.toBeNull();
  });
});
