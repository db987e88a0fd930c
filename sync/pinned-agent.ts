/**
 * Connections to the hub. Which key answers is all that counts: after the handshake and before a byte of HTTP is written its pin
 * must be one that the site knows. Names, dates and authorities are not asked, so that a wrong clock locks no site out. Connections
 * are held between runs, as a handshake is twice the bytes of a run with nothing to do.
 */
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import type { Duplex } from 'node:stream';
import { pinOfCertificate } from '../store/trust/tls-key.ts';
import { SyncError, failureOfSocket } from './failures.ts';
import { handshakeMs, type Patience } from './patience.ts';

/** Returns whether the hub may answer by this key. `pin` as in store/trust/tls-key.ts. */
type KeyCheck = (pin: string) => boolean;

/** A handshake takes no longer than its patience: without a byte, and altogether. */
export interface PinnedAgentOptions extends Patience {
  /** Asked at every new connection. */
  readonly trusts: KeyCheck;
}

export interface WireBytes {
  readonly sent: number;
  readonly received: number;
}

/** Keeps the way through a router open, and finds out that it is not, before the next run needs it. */
const PROBE_MS = 60_000;

/** The sockets end with `destroy`; after that the agent makes new ones. */
export class PinnedAgent extends https.Agent {
  readonly #pinned: PinnedAgentOptions;
  readonly #wires = new Set<net.Socket>();
  readonly #ended = { sent: 0, received: 0 };

  constructor(pinned: PinnedAgentOptions) {
    // No session is resumed: every connection shows the certificate anew.
    super({ keepAlive: true, keepAliveMsecs: PROBE_MS, maxSockets: 4, maxCachedSessions: 0 });
    this.#pinned = pinned;
  }

  override createConnection(
    options: https.AgentOptions,
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const { trusts, idleMs } = this.#pinned;
    const host = options.host ?? '';
    const wire = this.#connect(host, Number(options.port));
    const socket = tls.connect({
      socket: wire,
      servername: net.isIP(host) === 0 ? host : '',
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      minVersion: 'TLSv1.2',
      // The shares of longer groups alone would double the handshake on a thin line.
      ecdhCurve: 'X25519:P-256',
    });
    let settled = false;
    const settle = (error: unknown) => {
      // What is said of a connection after that belongs to the request on it.
      if (settled) return;
      settled = true;
      wire.setTimeout(0);
      clearTimeout(limit);
      if (error !== null) socket.destroy();
      done?.(error === null ? null : failureOfSocket(error), socket);
    };
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      const known = certificate !== undefined && trusts(pinOfCertificate(certificate));
      settle(known ? null : new SyncError('wrong-key', 'another key'));
    });
    for (const each of [wire, socket]) each.on('error', settle);
    const tooLong = () => settle(new SyncError('stalled', 'handshake'));
    wire.setTimeout(idleMs, tooLong);
    const limit = setTimeout(tooLong, handshakeMs(this.#pinned)).unref();
    return undefined;
  }

  /** A connection of which every byte counts. */
  #connect(host: string, port: number): net.Socket {
    const wire = net.connect({ host, port });
    this.#wires.add(wire);
    wire.once('close', () => {
      this.#wires.delete(wire);
      this.#ended.sent += wire.bytesWritten;
      this.#ended.received += wire.bytesRead;
    });
    return wire;
  }

  /** What its connections moved since it was made, handshakes included. */
  bytes(): WireBytes {
    const sum = { ...this.#ended };
    for (const { bytesWritten, bytesRead } of this.#wires) {
      sum.sent += bytesWritten;
      sum.received += bytesRead;
    }
    return sum;
  }

  override destroy(): void {
    super.destroy();
    for (const wire of this.#wires) wire.destroy();
  }
}
