/** What the county may set from outside: environment variables, checked as a whole before anything is opened (docs/HUB.md). */
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { CouchdbAddressSchema } from './engine/couchdb/address.ts';
import type { CouchdbAddress } from './engine/couchdb/line.ts';

const PREFIX = 'BIANMIN_HUB_';
/** Its name is a county's habit, not ours; empty counts as left out. */
const COUCHDB = 'HUB_COUCHDB_URL';

const EnvironmentSchema = z.strictObject({
  /** The data folder: key file, data file, backups before upgrades. */
  BIANMIN_HUB_DATA: z
    .string()
    .trim()
    .min(1, 'BIANMIN_HUB_DATA 不能为空,应为数据文件夹的完整路径')
    .refine(path.isAbsolute, 'BIANMIN_HUB_DATA 应为完整路径')
    .optional(),
  /** 0: any free port, another one at every start. */
  BIANMIN_HUB_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'BIANMIN_HUB_PORT 应为 0 到 65535 的端口号')
    .transform(Number)
    .refine((port) => port <= 65_535, 'BIANMIN_HUB_PORT 应为 0 到 65535 的端口号')
    .optional(),
  [COUCHDB]: CouchdbAddressSchema.optional(),
});

export interface HubSettings {
  readonly dataFolder: string;
  /** null: the port chosen at the first start. */
  readonly port: number | null;
  /** null: the databases lie in the hub's own file. */
  readonly couchdb: CouchdbAddress | null;
}

/** Bad settings: one Chinese sentence a line. Nothing was opened. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

function sentence(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys'
    ? `不认识的环境变量:${issue.keys.join('、')}(可用的见 docs/HUB.md)`
    : issue.message;
}

/** Reads the settings. Throws SettingsError naming every bad variable; a misspelt one is an error, not silence. */
export function readSettings(environment: Environment): HubSettings {
  const ours = Object.entries(environment).filter(
    ([name, value]) => (name.startsWith(PREFIX) && value !== undefined) || (name === COUCHDB && value !== ''),
  );
  const parsed = EnvironmentSchema.safeParse(Object.fromEntries(ours));
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map(sentence).join('\n'));
  return {
    dataFolder: parsed.data.BIANMIN_HUB_DATA ?? path.join(os.homedir(), '.bianmin', 'hub'),
    port: parsed.data.BIANMIN_HUB_PORT ?? null,
    couchdb: parsed.data[COUCHDB] ?? null,
  };
}
