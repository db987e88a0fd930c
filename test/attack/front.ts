/** Requests to the hub from any address of this machine: others than its own are strangers as far as the hub can see. */
import { request } from 'node:https';

export interface Said {
  readonly status: number;
  readonly text: string;
}

export interface Sent {
  readonly from: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes go as they are, all else as JSON. */
  readonly body?: unknown;
}

/** Over a connection of its own. Rejects where the hub ends it without an answer. */
export function ask(address: string, { from, method = 'POST', path, headers = {}, body }: Sent): Promise<Said> {
  return new Promise((done, failed) => {
    const { port } = new URL(address);
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        localAddress: from,
        rejectUnauthorized: false,
        agent: false,
        headers: { 'content-type': 'application/json', ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('error', failed);
        response.once('end', () => done({ status: response.statusCode ?? 0, text }));
      },
    );
    asked.once('error', failed);
    asked.end(body === undefined || body instanceof Uint8Array ? body : JSON.stringify(body));
  });
}
