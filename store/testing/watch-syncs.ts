/** Which files are on the medium: a test cannot cut the power, but it can see what was told to the disk, and in which order. */
import fs, { fstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { vi } from 'vitest';

/** Inodes in the order in which their syncs to the medium ended; the calls are the real ones. `folder` is any that is there. `unwatchSyncs` ends it. */
export async function watchSyncs(folder: string): Promise<number[]> {
  const synced: number[] = [];
  const handle = await open(folder, 'r');
  const handles = Object.getPrototypeOf(handle) as { sync(): Promise<void> };
  await handle.close();
  const [syncOfHandle, fsyncSync] = [handles.sync, fs.fsyncSync];
  vi.spyOn(handles, 'sync').mockImplementation(async function (this: { readonly fd: number }) {
    await syncOfHandle.call(this);
    synced.push(fstatSync(this.fd).ino);
  });
  vi.spyOn(fs, 'fsyncSync').mockImplementation((fd) => {
    fsyncSync(fd);
    synced.push(fstatSync(fd).ino);
  });
  syncBuiltinESMExports();
  return synced;
}

export function unwatchSyncs(): void {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
}
