/** What the county may set from outside: environment variables, checked as a whole before anything is opened (docs/HUB.md). */
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const PREFIX = 'BIANMIN_HUB_';

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
});

export interface HubSettings {
  readonly dataFolder: string;
  /** null: the port chosen at the first start. */
  readonly port: number | null;
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
  const ours = Object.entries(environment).filter(([name, value]) => name.startsWith(PREFIX) && value !== undefined);
  const parsed = EnvironmentSchema.safeParse(Object.fromEntries(ours));
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map(sentence).join('\n'));
  if (environment['HUB_COUCHDB_URL'] !== undefined)
    throw new SettingsError('这一版还不能用外接的 CouchDB,请去掉环境变量 HUB_COUCHDB_URL');
  return {
    dataFolder: parsed.data.BIANMIN_HUB_DATA ?? path.join(os.homedir(), '.bianmin', 'hub'),
    port: parsed.data.BIANMIN_HUB_PORT ?? null,
  };
}
