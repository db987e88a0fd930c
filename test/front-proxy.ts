/** Answers of a proxy, and a gate with the hub's own key to give them by. */
import type http from 'node:http';
import type { Hub } from '../hub/hub.ts';
import { presentKey } from '../hub/tls/keys.ts';
import { type Gate, openGate, type OwnAnswer } from './site/gate.ts';

/** A proxy in front of a hub of this process. */
export const frontProxy = (hub: Hub): Promise<Gate> =>
  openGate(presentKey(hub.ledger.file, null), Number(new URL(hub.address).port));

const page = (words: string) => `<html>\r\n<head><title>${words}</title></head>\r\n<body>${words}</body></html>\r\n`;

/** A page, as nginx and portals make it. */
export const pageOf =
  (status: number, headers: http.OutgoingHttpHeaders = {}): OwnAnswer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers });
    response.end(page(`${status} nginx`));
  };

/** A piece each so many ms, for ever; the head comes first, and says what `headers` say. */
export const dripping =
  (everyMs: number, piece: string, status = 200, headers: http.OutgoingHttpHeaders = {}): OwnAnswer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    const timer = setInterval(() => response.write(piece), everyMs);
    response.on('close', () => clearInterval(timer));
  };
