/** How the county and the hub's file stand at this moment. Nothing here names a device, a place or a person. */
import { existsSync, statSync, statfsSync } from 'node:fs';
import type { EngineStatus } from '../../shared/api/county.ts';
import { openQuestions } from '../../store/projection/cases.ts';
import { newestArrival } from '../../store/projection/event-facts.ts';
import type { ReadDb } from '../../store/types.ts';
import { lastBackup } from '../admin/backups.ts';
import { listDevices } from '../admin/devices.ts';
import { QUOTAS } from '../http/limits.ts';
import { heldWaiting } from '../events/held-decisions.ts';
import { countDue } from '../events/projector.ts';
import type { Metric } from './exposition.ts';

const DAY_MS = 86_400_000;
const WITHIN = { '1d': DAY_MS, '7d': 7 * DAY_MS, '35d': 35 * DAY_MS } as const;

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
const one = (file: ReadDb, sql: string): number => file.sql(sql).pluck().get() as number;
const gauge = (name: string, help: string, value: number): Metric => ({
  name,
  help,
  type: 'gauge',
  samples: [{ value }],
});

function deviceGauges(file: ReadDb, now: number): Metric[] {
  const devices = listDevices(file);
  const active = devices.filter((each) => each.revoked === null);
  const seenWithin = (ms: number) =>
    active.filter(({ lastSeen }) => lastSeen !== '' && now - Date.parse(lastSeen) <= ms).length;
  const waiting = new Set(active.filter((each) => each.unsynced > 0).map((each) => each.certificate.place));
  return [
    {
      name: 'bianmin_devices',
      help: 'Devices that the county certified.',
      type: 'gauge',
      samples: [
        { labels: { state: 'active' }, value: active.length },
        { labels: { state: 'revoked' }, value: devices.length - active.length },
      ],
    },
    {
      name: 'bianmin_devices_seen',
      help: 'Active devices heard of within a time.',
      type: 'gauge',
      samples: Object.entries(WITHIN).map(([within, ms]) => ({ labels: { within }, value: seenWithin(ms) })),
    },
    gauge(
      'bianmin_sites_unsynced',
      'Places whose devices said at their last contact that they still hold events.',
      waiting.size,
    ),
  ];
}

function workGauges(file: ReadDb): Metric[] {
  const held = heldWaiting(file);
  return [
    gauge('bianmin_held_waiting_groups', 'Groups of held events that wait for a decision.', held.groups),
    gauge('bianmin_held_waiting_events', 'Held events that wait for a decision.', held.events),
    gauge(
      'bianmin_questions_open',
      'Questions of the county without an answer.',
      [...openQuestions(file).values()].reduce((sum, questions) => sum + questions, 0),
    ),
    quotaGauge(file),
    gauge('bianmin_cases_due', 'Cases handed in whose rows are not projected yet.', countDue(file)),
    gauge('bianmin_events', 'Events in the ledgers.', newestArrival(file)),
  ];
}

/** A device that is this near to a quota may soon be refused. */
const NEARLY = 0.9;

function quotaGauge(file: ReadDb): Metric {
  const { checkpoints, held } = QUOTAS;
  const nearly = (amount: string, most: number) => `${amount} >= ${Math.floor(most * NEARLY)}`;
  const local = 'SELECT count(*) AS count, sum(bytes) AS bytes FROM hub_local GROUP BY device';
  const heldBy = `SELECT sum(bytes) AS bytes,
      count(DISTINCT iif(decision = '', ledger || ' ' || device || ' ' || case_id, NULL)) AS groups,
      count(DISTINCT iif(decision = '', ledger, NULL)) AS ledgers
    FROM hub_held WHERE decision IN ('', 'kept-out') GROUP BY owner`;
  const counted = {
    checkpoints: `SELECT count(*) FROM (${local})
      WHERE ${nearly('count', checkpoints.count)} OR ${nearly('bytes', checkpoints.bytes)}`,
    held: `SELECT count(*) FROM (${heldBy})
      WHERE ${nearly('groups', held.groups)} OR ${nearly('ledgers', held.ledgers)} OR ${nearly('bytes', held.bytes)}`,
  };
  return {
    name: 'bianmin_devices_near_quota',
    help: 'Devices that have nine tenths of what may lie at the hub beside the ledgers.',
    type: 'gauge',
    samples: Object.entries(counted).map(([quota, sql]) => ({ labels: { quota }, value: one(file, sql) })),
  };
}

function fileGauges(file: ReadDb, now: number): Metric[] {
  const { bavail, bsize } = statfsSync(file.path);
  const backup = lastBackup(file);
  return [
    gauge('bianmin_file_bytes', 'Size of the data file.', sizeOf(file.path)),
    gauge('bianmin_wal_bytes', 'Size of its write-ahead log.', sizeOf(`${file.path}-wal`)),
    gauge('bianmin_disk_free_bytes', 'Room left on its disk.', bavail * bsize),
    {
      name: 'bianmin_backup_age_seconds',
      help: 'Age of the newest backup that was read through and found whole; absent when there is none.',
      type: 'gauge',
      samples: backup === null ? [] : [{ value: Math.abs(now - Date.parse(backup.at)) / 1000 }],
    },
  ];
}

/** Of the CouchDB behind the hub; none without one. */
export function engineGauges(engine: EngineStatus): Metric[] {
  if (engine.kind === 'embedded') return [];
  return [
    gauge('bianmin_couchdb_connected', 'Whether the CouchDB behind the hub can be used.', engine.connected ? 1 : 0),
    gauge('bianmin_couchdb_waiting', 'Documents that CouchDB has not acknowledged yet.', engine.waiting),
    gauge('bianmin_couchdb_reconciling', 'Databases still to be compared with the hub’s file.', engine.reconciling),
  ];
}

/** `now` in milliseconds since the Unix epoch, UTC. */
export const countyGauges = (file: ReadDb, now: number): Metric[] => [
  ...deviceGauges(file, now),
  ...workGauges(file),
  ...fileGauges(file, now),
];
