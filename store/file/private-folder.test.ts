import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { socketPlace } from './private-folder.ts';

describe.skipIf(process.platform === 'win32')('where a program listens', () => {
  const usual = process.env['TMPDIR'];
  beforeEach(() => {
    process.env['TMPDIR'] = '/var/tmp';
  });
  afterEach(() => {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
  });
  const own = `bianmin-${userInfo().uid}`;
  const long = `/srv/${'沅陵'.repeat(20)}/owner.sock`;

  it('is in the folder itself where the path is short enough for a socket', () => {
    expect(socketPlace('/srv/a/owner.sock', 'bianmin', 'x.sock')).toEqual({
      socket: '/srv/a/owner.sock',
      shared: null,
    });
  });

  it('is in a folder of this user in the temporary folder where it is not', () => {
    const shared = path.join('/var/tmp', own);
    expect(tmpdir()).toBe('/var/tmp');
    expect(socketPlace(long, 'bianmin', 'x.sock')).toEqual({ socket: path.join(shared, 'x.sock'), shared });
  });

  it('is below /tmp where the temporary folder lies too deep itself', () => {
    process.env['TMPDIR'] = `/srv/${'便民'.repeat(16)}`;
    const shared = path.join('/tmp', own);
    expect(socketPlace(long, 'bianmin', 'x.sock')).toEqual({ socket: path.join(shared, 'x.sock'), shared });
  });
});
