/** What one client may ask of the hub, as a table (docs/OPERATE.md). Honest sites stay far below: the reasons stand beside the figures. */

/** A token bucket: how much at once, and how much more a second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Limits {
  /** Of one device, once it is logged in: 404 villages behind one address each have their own. */
  readonly device: {
    readonly requests: Rate;
    readonly bytesIn: Rate;
    readonly bytesOut: Rate;
    /** Requests that read or write many documents, at the same time. */
    readonly heavyAtOnce: number;
    /** Feeds that wait for news, at the same time. */
    readonly feedsAtOnce: number;
  };
  /** Of one address, for requests that have not logged in or can't. */
  readonly address: { readonly requests: Rate; readonly connections: number };
  readonly connections: number;
  readonly slow: {
    /** How often it is looked whether bytes move, ms. */
    readonly everyMs: number;
    /** A client that the hub waits for and that moves less is slow. */
    readonly bytesPerSecond: number;
    /** After so many slow looks in a row while its body is on the way a request is ended. */
    readonly sendingLooks: number;
    /** The same while it takes its answer. */
    readonly readingLooks: number;
  };
}

const MB = 1024 * 1024;

export const LIMITS: Limits = {
  device: {
    // A site's first sync of 20,000 events is 31 requests and 1.4 MB (measured), a plain PouchDB's some 200, of 54 ledgers some 400.
    requests: { burst: 3000, perSecond: 50 },
    // Five years of a centre (18,000 cases) offered again after a restore are 15 MB packed, 90 MB by a client that does not pack.
    bytesIn: { burst: 256 * MB, perSecond: 2 * MB },
    bytesOut: { burst: 1024 * MB, perSecond: 8 * MB },
    // A site has three replications at work, a browser opens six connections.
    heavyAtOnce: 16,
    feedsAtOnce: 64,
  },
  address: {
    // A console page is some 20 files; enrolments and sign-ins have brakes of their own.
    requests: { burst: 2000, perSecond: 20 },
    // 404 villages and 23 centres behind one address, with four connections each.
    connections: 2048,
  },
  connections: 8192,
  // The worst village lines carry 1 KB a second; a site itself gives up a line after 30 s without a byte.
  // An answer moves in jumps: a system takes more only when a third of its buffer is free, which on such a line takes minutes.
  slow: { everyMs: 10_000, bytesPerSecond: 100, sendingLooks: 3, readingLooks: 30 },
};

/** Of secrets that were wrong: from one address, and from all together. A right one is taken all the same. */
export const GUESSES = {
  // A person who mistypes; the secret has 99 bits.
  signIn: { of: { burst: 10, perSecond: 1 / 30 }, together: { burst: 1000, perSecond: 10 } },
  // Each costs a slow hash, 50 ms of a core: all of them together leave most of one free.
  enrolment: { of: { burst: 20, perSecond: 1 / 15 }, together: { burst: 200, perSecond: 4 } },
} as const satisfies Readonly<Record<string, { readonly of: Rate; readonly together: Rate }>>;

/** Connections that have not logged in. A device logs in with its first request, so that what counts here is soon over. */
export const STRANGERS = {
  // 404 villages behind one address come one after the other, be it after a power cut.
  ofAddress: 128,
  together: 1024,
  /** Without a byte and without a request that is being answered. */
  quietMs: 5000,
};

/** What one device may have lie at the hub beside the ledgers. More is refused before anything of the request is written. */
export const QUOTAS = {
  /** `_local` documents. */
  checkpoints: {
    // PouchDB keeps one for each database and direction: 110 for a centre with 54 villages. Another address or program begins anew.
    count: 500,
    // One with its fifty sessions of history is about 15 KB.
    bytesOfOne: 65_536,
    bytes: 8 * MB,
  },
  /**
   * Held events: records that wait for the county's decision, or were kept out. Each counts for the device that is the reason: the one that brought
   * it to a ledger where it has no business, else the one that wrote it.
   */
  held: {
    // A machine enrolled for the wrong place, at twenty cases a day, undecided for a hundred days.
    groups: 2000,
    // Such a machine writes for one place. A centre's reads 54 ledgers. Also of places that the county does not have.
    ledgers: 100,
    // 2,000 cases of five events are some 8 MB.
    bytes: 16 * MB,
  },
} as const;

/** Connections of one device: a client may open one for each of its feeds and heavy requests. */
export const MOST_OF_DEVICE = 128;
