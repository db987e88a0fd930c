/** The ports of a hub: chosen at the first start, kept from then on, as sites remember the address. */
import { ApiError } from '../shared/api/errors.ts';
import { getSetting, setSetting } from '../store/settings.ts';
import type { DataFile } from '../store/types.ts';

/** Tried in this order at the first start. */
const FIRST_PORTS = Array.from({ length: 20 }, (_, index) => 5980 + index);

export type Door = 'hub-port' | 'hub-console-port';

const VARIABLES: Readonly<Record<Door, string>> = {
  'hub-port': 'BIANMIN_HUB_PORT',
  'hub-console-port': 'BIANMIN_HUB_CONSOLE_PORT',
};

/** Starts on the wanted port, the kept one, or the first free one, which is kept. Throws ApiError `in-use` when none is free. */
export async function onPort<T extends { readonly port: number }>(
  file: DataFile,
  door: Door,
  wanted: number | null,
  start: (port: number) => Promise<T>,
): Promise<T> {
  const kept = getSetting(file, door);
  if (wanted !== null || kept !== null) return start(wanted ?? Number(kept));
  for (const port of FIRST_PORTS) {
    try {
      const server = await start(port);
      setSetting(file, door, String(server.port));
      return server;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  const range = `${FIRST_PORTS[0]} 到 ${FIRST_PORTS.at(-1)}`;
  throw new ApiError('in-use', `端口 ${range} 都被占用,请用 ${VARIABLES[door]} 指定一个`);
}
