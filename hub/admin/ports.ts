/** The ports of a hub: chosen at the first start, kept from then on, as sites remember the address. */
import { getSetting, setSetting } from '../../store/file/settings.ts';
import type { WriteDb } from '../../store/types.ts';
import { listenError, StartError } from '../start-error.ts';

/** Tried in this order at the first start. */
const FIRST_PORTS = Array.from({ length: 20 }, (_, index) => 5980 + index);

export type Door = 'hub-port' | 'hub-console-port';

const VARIABLES: Readonly<Record<Door, string>> = {
  'hub-port': 'BIANMIN_HUB_PORT',
  'hub-console-port': 'BIANMIN_HUB_CONSOLE_PORT',
};

/**
 * Starts on the wanted port, the kept one, or the first free one, which is kept. Throws StartError that names the address or port, also when
 * none is free.
 */
export async function onPort<T extends { readonly port: number }>(
  { file, door, host }: { readonly file: WriteDb; readonly door: Door; readonly host: string },
  wanted: number | null,
  start: (port: number) => Promise<T>,
): Promise<T> {
  const kept = getSetting(file, door);
  const known = wanted ?? (kept === null ? null : Number(kept));
  for (const port of known === null ? FIRST_PORTS : [known]) {
    try {
      const server = await start(port);
      if (known === null) setSetting(file, door, String(server.port));
      return server;
    } catch (failure) {
      const isBusy = (failure as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (known !== null || !isBusy) throw listenError(failure, { host, port }, VARIABLES[door]);
    }
  }
  const range = `${FIRST_PORTS[0]} 到 ${FIRST_PORTS.at(-1)}`;
  throw new StartError(`端口 ${range} 都被占用，请用 ${VARIABLES[door]} 指定一个`);
}
