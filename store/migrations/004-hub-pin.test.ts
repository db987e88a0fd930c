import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { first } from './001-first.ts';
import { hubPin } from './004-hub-pin.ts';

it('migration 4 leaves an enrolled site its hub, at the address with TLS, and no key yet', () => {
  const sqlite = new Sqlite(':memory:');
  first.up(sqlite);
  sqlite.exec(`INSERT INTO identity VALUES (1, 'd', 'p', 's', 'pub', 'priv', 'cert', 'secret',
    'http://10.1.2.3:5980', 'uuid', 'key', 'epoch', 'machine', 'facts', 'series', 3, 'id')`);
  const before = sqlite.prepare('SELECT * FROM identity').get() as Record<string, unknown>;
  hubPin.up(sqlite);
  expect(sqlite.prepare('SELECT * FROM identity').get()).toEqual({
    ...before,
    hub_address: 'https://10.1.2.3:5980',
    hub_pin: '',
  });
  sqlite.close();
});
