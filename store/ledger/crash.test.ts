import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerName } from '../../shared/place/place.ts';
import { getCase } from '../projection/cases.ts';
import type { EventId } from '../../shared/base/brands.ts';
import { readIdentity } from '../trust/identity.ts';
import { missingOf } from '../projection/series-ranges.ts';
import { reference, type TempSite, tempSite } from '../testing/temp-site.ts';
import { CENTRE } from '../testing/writer.ts';
import { verifyFile } from './verify.ts';

const CHILD = path.join(import.meta.dirname, '..', 'testing', 'append-until-killed.ts');

/** Lets a process append until `lines` acknowledgements have come, kills it and answers what it acknowledged. */
function appendAndKill(site: TempSite, lines: number): Promise<EventId[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, site.path, site.key.toString('hex')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the child ended by itself: ${errors}`));
      // A last line that was cut off was not acknowledged.
      else resolve(out.slice(0, out.lastIndexOf('\n')).split(/\s/) as EventId[]);
    });
  });
}

describe('a process killed while it writes', () => {
  let site: TempSite;
  beforeEach(() => {
    site = tempSite();
    site.file.close();
  });
  afterEach(() => site.remove());

  it('leaves every acknowledged event, an unbroken chain, and tables that equal a rebuild', async () => {
    const acknowledged: EventId[] = [];
    for (const lines of [1, 7, 20]) acknowledged.push(...(await appendAndKill(site, lines)));
    site.reopen();
    const stored = site.file.store.has(ledgerName(CENTRE), acknowledged);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(missingOf(site.file)).toEqual([]);
    // A case is two events in one transaction: never half of it.
    const { doc_count: count } = site.file.store.info(ledgerName(CENTRE));
    expect(count % 2).toBe(0);
    expect(readIdentity(site.file)?.lastSeq).toBe(count);
    expect(getCase(site.file, acknowledged[0] as EventId)?.state).toBe('accepted');
    expect(verifyFile(site.file, reference()).filter((line) => !line.ok)).toEqual([]);
  });
});
