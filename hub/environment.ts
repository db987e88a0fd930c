/** What the county may set from outside: environment variables, checked as a whole before anything is opened (docs/HUB.md). */
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { CouchdbAddressSchema } from './engine/couchdb/address.ts';
import { type PublicName, parsePublicName } from './http/public-name.ts';
import type { CouchdbAddress } from './engine/couchdb/couchdb-client.ts';
import type { TlsFiles } from './tls/tls-key.ts';

const PREFIX = 'BIANMIN_HUB_';
/** Its name is a county's habit, not ours; empty counts as left out. */
const COUCHDB = 'HUB_COUCHDB_URL';

const port = (name: string) =>
  z
    .string()
    .regex(/^\d{1,5}$/, `${name} 应为 0 到 65535 的端口号`)
    .transform(Number)
    .refine((number) => number <= 65_535, `${name} 应为 0 到 65535 的端口号`)
    .optional();

const wholePath = (name: string, what: string) =>
  z
    .string()
    .trim()
    .min(1, `${name} 不能为空，应为${what}的完整路径`)
    .refine(path.isAbsolute, `${name} 应为完整路径`)
    .optional();

const EnvironmentSchema = z.strictObject({
  /** The data folder: key file, data file, backups before upgrades. */
  BIANMIN_HUB_DATA: wholePath('BIANMIN_HUB_DATA', '数据文件夹'),
  /** Where the front door listens. */
  BIANMIN_HUB_ADDRESS: z
    .string()
    .trim()
    .refine((text) => net.isIP(text) !== 0, 'BIANMIN_HUB_ADDRESS 应为本机的一个 IP 地址，全部地址写 0.0.0.0 或 ：：')
    .optional(),
  /** What sites are told instead of the machine's own addresses. */
  BIANMIN_HUB_NAME: z
    .string()
    .transform(parsePublicName)
    .refine(
      (name) => name !== null,
      'BIANMIN_HUB_NAME 应为站点能连到的名字或地址，可带端口，如 hub.example.gov.cn:8443',
    )
    .optional(),
  /** 0: any free port, another one at every start. */
  BIANMIN_HUB_PORT: port('BIANMIN_HUB_PORT'),
  /** The same for the console on loopback. */
  BIANMIN_HUB_CONSOLE_PORT: port('BIANMIN_HUB_CONSOLE_PORT'),
  /** The county's own certificate and its private key, PEM. */
  BIANMIN_HUB_TLS_CERT: wholePath('BIANMIN_HUB_TLS_CERT', '证书文件'),
  BIANMIN_HUB_TLS_KEY: wholePath('BIANMIN_HUB_TLS_KEY', '私钥文件'),
  [COUCHDB]: CouchdbAddressSchema.optional(),
});

/** Every variable that the hub knows. */
export const HUB_VARIABLES: readonly string[] = Object.keys(EnvironmentSchema.shape);

export interface HubSettings {
  readonly dataFolder: string;
  readonly host: string;
  /** null: sites are told the machine's own addresses. */
  readonly name: PublicName | null;
  /** null: the port chosen at the first start. */
  readonly port: number | null;
  readonly consolePort: number | null;
  /** null: a key that the hub makes. */
  readonly tls: TlsFiles | null;
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
    ? `不认识的环境变量：${issue.keys.join('、')}（可用的见 docs/HUB.md）`
    : issue.message;
}

/** A user without a home (a container's number, an empty HOME) must say where: any other folder would be a guess. */
function ownFolder(): string {
  const home = homeFolder();
  if (!path.isAbsolute(home))
    throw new SettingsError('这个用户没有主文件夹，请用 BIANMIN_HUB_DATA 写明数据文件夹的完整路径');
  return path.join(home, '.bianmin', 'hub');
}

function homeFolder(): string {
  try {
    return os.homedir();
  } catch {
    return '';
  }
}

/** Reads the settings. Throws SettingsError naming every bad variable; a misspelt one is an error, not silence. */
export function readSettings(environment: Environment): HubSettings {
  const ours = Object.entries(environment).filter(
    ([name, value]) => (name.startsWith(PREFIX) && value !== undefined) || (name === COUCHDB && value !== ''),
  );
  const parsed = EnvironmentSchema.safeParse(Object.fromEntries(ours));
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map(sentence).join('\n'));
  const { data } = parsed;
  const [certificate, key] = [data.BIANMIN_HUB_TLS_CERT, data.BIANMIN_HUB_TLS_KEY];
  if ((certificate === undefined) !== (key === undefined))
    throw new SettingsError('BIANMIN_HUB_TLS_CERT 和 BIANMIN_HUB_TLS_KEY 要么都写，要么都不写');
  return {
    dataFolder: data.BIANMIN_HUB_DATA ?? ownFolder(),
    host: data.BIANMIN_HUB_ADDRESS ?? '127.0.0.1',
    name: data.BIANMIN_HUB_NAME ?? null,
    port: data.BIANMIN_HUB_PORT ?? null,
    consolePort: data.BIANMIN_HUB_CONSOLE_PORT ?? null,
    tls: certificate === undefined || key === undefined ? null : { certificate, key },
    couchdb: data[COUCHDB] ?? null,
  };
}
