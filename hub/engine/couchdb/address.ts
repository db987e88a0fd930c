/** `http://user:password@host:5984`, as it stands in HUB_COUCHDB_URL. What is wrong with it is said without saying what it is. */
import { z } from 'zod';
import { withoutEnd } from '../../../shared/outside/ends.ts';
import type { CouchdbAddress } from './couchdb-client.ts';

const NAME = 'HUB_COUCHDB_URL';
const EXAMPLE = `${NAME} 应形如 http://用户名：密码@127.0.0.1:5984`;

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

export const CouchdbAddressSchema = z.string().transform((text, context): CouchdbAddress => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  if (!URL.canParse(text.trim())) return refuse(`${NAME} 不是网址。${EXAMPLE}`);
  const { protocol, username, password, origin, pathname, search, hash } = new URL(text.trim());
  if (protocol !== 'http:' && protocol !== 'https:') return refuse(`${NAME} 应以 http:// 或 https:// 开头`);
  if (username === '' || password === '') return refuse(`${NAME} 里要写明 CouchDB 管理员的用户名和密码。${EXAMPLE}`);
  if (search !== '' || hash !== '') return refuse(`${NAME} 里不能有 ？ 或 #，密码里的这些字符要写成 %3F、%23`);
  const user = decoded(username);
  const secret = decoded(password);
  if (user === null || secret === null) return refuse(`${NAME} 里的用户名或密码编码不对，% 要写成 %25`);
  return { url: origin + withoutEnd(pathname, '/'), user, password: secret };
});
