/** What a person is told beside CouchDB's own words when a request was wrong. 404 and 409 are everyday answers of replication and stay as they are. */
import type { CouchError } from '../http/errors.ts';

const BY_STATUS: Readonly<Record<number, string>> = {
  400: '请求的格式不对，没有改动任何内容',
  405: '这个地址不支持这种请求',
  408: '请求没有按时发完，请再试',
  412: '前提条件不符，没有改动任何内容',
  413: '内容太大，没有收下，请分开后再发',
  415: '内容的类型或压缩方式不对，没有收下',
  431: '请求的地址或头部太长',
  500: '县级服务出了问题，这次请求没有完成，请再试',
  501: '县级服务不提供这个功能',
};

const HAN = /\p{Script=Han}/u;

/** The reason with a Chinese sentence where it has none. */
export function inChinese({ status, message }: CouchError): string {
  const words = BY_STATUS[status];
  return words === undefined || HAN.test(message) ? message : `${message}(${words})`;
}
