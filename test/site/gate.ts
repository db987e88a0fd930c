/**
 * A gate before a hub whose TLS key the test knows, as a county's proxy stands there: it sees the requests inside TLS, can let one kind of
 * them through alone, and answers in the hub's place.
 */
import type http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsKey } from '../../hub/tls/tls-key.ts';

/** Answers a request in the hub's place; its body is being thrown away meanwhile. */
export type OwnAnswer = (response: http.ServerResponse) => void;

export interface Gate {
  readonly address: string;
  /** `GET /ledger-…/_changes`: all that passed, without queries. */
  readonly requests: string[];
  /** Where the hub listens from now on. */
  to(port: number): void;
  /** Cuts every connection that brings a request without these words in its path; null lets all pass. */
  only(words: string | null): void;
  /** Cuts the connection once so many bytes of an answer to a request with these words in its path are through; null lets all pass. */
  breakAnswers(words: string | null, afterBytes: number): void;
  /** Sets what answers a path: a function, or without one the hub. */
  answer(rule: (path: string) => OwnAnswer | null): void;
  close(): Promise<void>;
}

export async function openGate({ certificate, key }: TlsKey, upstreamPort: number): Promise<Gate> {
  let target = upstreamPort;
  let allowed: string | null = null;
  let rule: Parameters<Gate['answer']>[0] = () => null;
  let broken: { readonly words: string; readonly afterBytes: number } | null = null;
  const requests: string[] = [];
  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  const server = https.createServer({ cert: certificate, key }, (incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    if (allowed !== null && !url.includes(allowed)) {
      incoming.socket.destroy();
      return;
    }
    const [path = ''] = url.split('?');
    requests.push(`${method} ${path}`);
    const own = rule(path);
    if (own !== null) {
      incoming.resume();
      own(outgoing);
      return;
    }
    const onward = https.request({ host: '127.0.0.1', port: target, method, path: url, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      if (broken === null || !url.includes(broken.words)) return;
      let left = broken.afterBytes;
      answer.on('data', (part: Buffer) => {
        left -= part.length;
        if (left < 0) incoming.socket.destroy();
      });
    });
    onward.on('error', () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    address: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    to(next) {
      target = next;
    },
    only(words) {
      allowed = words;
    },
    breakAnswers(words, afterBytes) {
      broken = words === null ? null : { words, afterBytes };
    },
    answer(next) {
      rule = next;
    },
    close: () =>
      new Promise((closed) => {
        agent.destroy();
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
