/** For the crash test: a process that appends events for ever and says of each, on its standard output, that it is on disk. */
import { writeSync } from 'node:fs';
import type { Station } from '../../shared/base/brands.ts';
import { openDataFile } from '../file/data-file.ts';
import { openLedger } from '../ledger/ledger.ts';
import { reference, TestClock } from './temp-site.ts';
import { CENTRE, day, person, received, STAFF } from './writer.ts';

const [path = '', key = ''] = process.argv.slice(2);
const file = openDataFile({ path, key: Buffer.from(key, 'hex') });
const ledger = openLedger(file, { clock: new TestClock(), reference: reference() });
const on = day('2017-11-09');
for (;;) {
  const ids = ledger.transaction(() => {
    const number = ledger.nextNumber(CENTRE, on, 'a7' as Station);
    const first = ledger.append({
      ledger: CENTRE,
      staff: STAFF,
      ...received({ number, on, person: person('向小明') }),
    });
    const next = ledger.append({
      ledger: CENTRE,
      staff: STAFF,
      type: 'accepted',
      case: first.id,
      after: [first.id],
      on,
      data: {},
    });
    return [first.id, next.id];
  });
  // Written at once: what the parent has read was acknowledged.
  writeSync(1, `${ids.join(' ')}\n`);
}
