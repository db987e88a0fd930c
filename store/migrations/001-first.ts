/**
 * The first tables. Nothing is NULL: an absent text is '', an absent day ''. Everything from `event_row` to `clone_pair` is the
 * projection: it follows from the documents and can be thrown away (rebuild.ts); the rest is kept nowhere else.
 */
import type { Migration } from '../types.ts';

const KEPT = `
  CREATE TABLE setting (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    device TEXT NOT NULL, place TEXT NOT NULL, station TEXT NOT NULL,
    public_key TEXT NOT NULL, private_key TEXT NOT NULL, certificate TEXT NOT NULL, secret TEXT NOT NULL,
    hub_address TEXT NOT NULL, hub_uuid TEXT NOT NULL, hub_key TEXT NOT NULL, hub_epoch TEXT NOT NULL,
    machine TEXT NOT NULL, facts TEXT NOT NULL,
    series TEXT NOT NULL, last_seq INTEGER NOT NULL, last_id TEXT NOT NULL
  ) STRICT;
  CREATE TABLE series (
    series TEXT PRIMARY KEY NOT NULL, reason TEXT NOT NULL, begun_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE device_key (
    device TEXT PRIMARY KEY NOT NULL, key TEXT NOT NULL, place TEXT NOT NULL, station TEXT NOT NULL,
    certificate TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE county_doc (
    id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX county_doc_key ON county_doc (kind, key, version);

  CREATE TABLE unreadable (
    ledger TEXT NOT NULL, id TEXT NOT NULL, why TEXT NOT NULL, message TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (ledger, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE quarantine (
    ledger TEXT NOT NULL, id TEXT NOT NULL, why TEXT NOT NULL, message TEXT NOT NULL, at TEXT NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (ledger, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE receipt_range (
    device TEXT NOT NULL, series TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL, last_id TEXT NOT NULL,
    PRIMARY KEY (device, series, from_seq, last_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE draft_batch (
    batch TEXT PRIMARY KEY NOT NULL, started_on TEXT NOT NULL, cursor_position INTEGER NOT NULL, cursor_column TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE draft (
    id TEXT PRIMARY KEY NOT NULL, batch TEXT NOT NULL REFERENCES draft_batch (batch), position INTEGER NOT NULL,
    cells TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL,
    import_key TEXT NOT NULL, import_cells TEXT NOT NULL, sticky TEXT NOT NULL, decision TEXT NOT NULL, confirmed TEXT NOT NULL,
    verdict TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX draft_import_key ON draft (import_key) WHERE import_key <> '';
  CREATE INDEX draft_position ON draft (batch, position);

  CREATE TABLE sync_run (
    run INTEGER PRIMARY KEY AUTOINCREMENT, cause TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT NOT NULL,
    outcome TEXT NOT NULL, docs_up INTEGER NOT NULL, docs_down INTEGER NOT NULL,
    bytes_up INTEGER NOT NULL, bytes_down INTEGER NOT NULL, message TEXT NOT NULL
  ) STRICT;
  CREATE TABLE denied (
    ledger TEXT NOT NULL, id TEXT NOT NULL, why TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (ledger, id)
  ) STRICT, WITHOUT ROWID;
`;

const PROJECTION = `
  CREATE TABLE event_row (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE, ledger TEXT NOT NULL, case_id TEXT NOT NULL, type TEXT NOT NULL, v INTEGER NOT NULL,
    device TEXT NOT NULL, series TEXT NOT NULL, seq INTEGER NOT NULL, prev TEXT NOT NULL,
    about TEXT NOT NULL, on_date TEXT NOT NULL, at TEXT NOT NULL, place TEXT NOT NULL, staff TEXT NOT NULL,
    receipted INTEGER NOT NULL, newer INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX event_of_case ON event_row (case_id);
  CREATE INDEX event_of_series ON event_row (device, series, seq);
  CREATE INDEX event_unsynced ON event_row (device, series, seq, ledger) WHERE receipted = 0;
  CREATE INDEX event_newer ON event_row (id) WHERE newer = 1;

  CREATE TABLE case_row (
    no INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE, ledger TEXT NOT NULL, centre TEXT NOT NULL, number TEXT NOT NULL,
    matter TEXT NOT NULL, kind TEXT NOT NULL, window TEXT NOT NULL,
    name TEXT NOT NULL, id_number TEXT NOT NULL, id_verified INTEGER NOT NULL, phone TEXT NOT NULL,
    village TEXT NOT NULL, grp TEXT NOT NULL, proxied INTEGER NOT NULL,
    state TEXT NOT NULL, on_date TEXT NOT NULL, received_on TEXT NOT NULL, accepted_on TEXT NOT NULL,
    concluded_on TEXT NOT NULL, delivered_on TEXT NOT NULL, ended_on TEXT NOT NULL,
    due_on TEXT NOT NULL, deemed INTEGER NOT NULL, deemed_after TEXT NOT NULL, due_if_deemed TEXT NOT NULL,
    stopped_on TEXT NOT NULL, left_days INTEGER NOT NULL, estimated INTEGER NOT NULL,
    clock_due TEXT NOT NULL, clock_from TEXT NOT NULL, late INTEGER NOT NULL,
    collect_by TEXT NOT NULL, owed_deadline TEXT NOT NULL, disputed INTEGER NOT NULL, waiting INTEGER NOT NULL,
    open_questions INTEGER NOT NULL, return_reason TEXT NOT NULL, to_collect INTEGER NOT NULL, to_tell INTEGER NOT NULL,
    open INTEGER NOT NULL, concluded INTEGER NOT NULL, unsynced INTEGER NOT NULL, search TEXT NOT NULL
  ) STRICT;
  CREATE INDEX case_of_number ON case_row (number);
  CREATE INDEX case_of_matter ON case_row (matter, case_id);
  CREATE INDEX case_of_village ON case_row (village, case_id) WHERE village <> '';
  CREATE INDEX case_of_person ON case_row (id_number, case_id) WHERE id_number <> '';
  CREATE INDEX case_of_name ON case_row (name, case_id);
  CREATE INDEX case_open ON case_row (state, clock_due, clock_from, late, owed_deadline, case_id) WHERE open = 1;
  CREATE INDEX case_concluded ON case_row (case_id) WHERE concluded = 1;
  CREATE INDEX case_to_collect ON case_row (collect_by, case_id) WHERE to_collect = 1;
  CREATE INDEX case_to_tell ON case_row (case_id) WHERE to_tell = 1;
  CREATE INDEX case_flagged ON case_row (disputed, waiting, open_questions, case_id)
    WHERE disputed = 1 OR waiting = 1 OR open_questions > 0;
  CREATE INDEX case_unsynced ON case_row (case_id) WHERE unsynced > 0;

  CREATE TABLE figure_row (
    no INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL, centre TEXT NOT NULL, village TEXT NOT NULL, matter TEXT NOT NULL, kind TEXT NOT NULL,
    proxied INTEGER NOT NULL, state TEXT NOT NULL, open INTEGER NOT NULL, disputed INTEGER NOT NULL,
    registered_on TEXT NOT NULL, handed_over_on TEXT NOT NULL, received_on TEXT NOT NULL, accepted_on TEXT NOT NULL,
    accepted_short INTEGER NOT NULL, silence_on TEXT NOT NULL, silence_after TEXT NOT NULL, silence_due_on TEXT NOT NULL,
    supplement_on TEXT NOT NULL, forwarded_on TEXT NOT NULL, due_on TEXT NOT NULL, stopped_on TEXT NOT NULL,
    concluded_on TEXT NOT NULL, result TEXT NOT NULL, ended_on TEXT NOT NULL, ended TEXT NOT NULL,
    finished_on TEXT NOT NULL, delivered_on TEXT NOT NULL, score INTEGER NOT NULL
  ) STRICT;

  CREATE VIRTUAL TABLE case_search USING fts5(
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
  );

  CREATE TABLE orphan (
    case_id TEXT PRIMARY KEY NOT NULL, ledger TEXT NOT NULL, events INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE number_counter (prefix TEXT PRIMARY KEY NOT NULL, highest INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE slip_key (key TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (key, case_id)) STRICT, WITHOUT ROWID;
  CREATE TABLE hand_over (
    list TEXT NOT NULL, case_id TEXT NOT NULL, event_id TEXT NOT NULL, ledger TEXT NOT NULL, on_date TEXT NOT NULL,
    staff TEXT NOT NULL, PRIMARY KEY (list, case_id, event_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hand_over_ledger ON hand_over (ledger, on_date);
  CREATE TABLE site_staff (
    place TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, windows TEXT NOT NULL, active INTEGER NOT NULL,
    said TEXT NOT NULL, PRIMARY KEY (place, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE series_range (
    no INTEGER PRIMARY KEY,
    device TEXT NOT NULL, series TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL,
    first_prev TEXT NOT NULL, last_id TEXT NOT NULL, token INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX series_range_place ON series_range (device, series, from_seq);
  CREATE INDEX series_range_token ON series_range (token);
  CREATE TABLE series_ledger (
    device TEXT NOT NULL, series TEXT NOT NULL, ledger TEXT NOT NULL, PRIMARY KEY (device, series, ledger)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE clone_pair (
    device TEXT NOT NULL, series TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (device, series, seq, id)
  ) STRICT, WITHOUT ROWID;
`;

export const first: Migration = {
  number: 1,
  name: 'first',
  up: (sqlite) => {
    sqlite.exec(KEPT);
    sqlite.exec(PROJECTION);
  },
};
