/** The service process (utilityProcess): gets its folder and key once over its parent port, then answers calls over the port that came along. */
import { programBuilt } from '../service/site/program.ts';
import { startErrorText } from '../service/site/start-error.ts';
import { startService } from '../service/site/start-service.ts';
import { startReadersWith } from '../service/workbook/read-aside.ts';
import { servePort } from './port.ts';
import { type ReaderReply, readersOver } from './readers.ts';

/** What main sends first. The key crosses in memory only. */
export interface StartMessage {
  readonly dataFolder: string;
  /** Null where nothing protects it: a key file is used. */
  readonly key: Uint8Array | null;
  /** The same as the system wrapped it, where it does not lie in the folder yet. */
  readonly wrappedKey: Uint8Array | null;
}

interface ParentMessage {
  readonly data: StartMessage;
  readonly ports: readonly {
    postMessage(message: unknown): void;
    on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
    on(event: 'close', listener: () => void): void;
    start(): void;
  }[];
}

/** Electron gives a utility process this port; Node's own types do not know it. */
const { parentPort } = process as unknown as {
  readonly parentPort: {
    once(event: 'message', listener: (event: ParentMessage) => void): void;
    on(event: 'message', listener: (event: { readonly data: Partial<ReaderReply> }) => void): void;
    postMessage(message: unknown): void;
  };
};

type PagePort = ParentMessage['ports'][number];

async function run({ dataFolder, key, wrappedKey }: StartMessage, port: PagePort): Promise<void> {
  const service = await startService({
    dataFolder,
    ...(key === null ? {} : { key: Buffer.from(key) }),
    ...(wrappedKey === null ? {} : { wrappedKey }),
    clock: { now: () => Date.now() },
    built: programBuilt(),
    random: Math.random,
    show: () => {
      parentPort.postMessage({ show: true });
      return null;
    },
    onBug: (method, error) =>
      parentPort.postMessage({ bug: method, kind: error instanceof Error ? error.name : 'unknown' }),
  });
  servePort(
    {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
      onClose: (listener) => port.on('close', listener),
    },
    (raw) => service.call(raw),
  );
  // The windows are gone: what was written is on disk already, the file is closed cleanly.
  port.on('close', () => void service.close().finally(() => process.exit(0)));
  port.start();
  parentPort.postMessage({ ready: true });
}

startReadersWith(
  readersOver({
    send: (message) => parentPort.postMessage(message),
    onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
  }),
);

parentPort.once('message', ({ data, ports: [port] }) => {
  if (port === undefined) return;
  run(data, port).catch((error: unknown) => parentPort.postMessage({ failed: startErrorText(error) }));
});
