import { describe, expect, it } from 'vitest';
import { readSettings } from '../../environment.ts';

const read = (url: string) => readSettings({ HUB_COUCHDB_URL: url }).couchdb;

describe('HUB_COUCHDB_URL', () => {
  it('names a CouchDB and its administrator', () => {
    expect(read('http://admin:secret@127.0.0.1:5984')).toEqual({
      url: 'http://127.0.0.1:5984',
      user: 'admin',
      password: 'secret',
    });
    expect(read(' https://b%C3%BCro:a%3Ab%2F%40%25@couch.county/behind/a/proxy/ ')).toEqual({
      url: 'https://couch.county/behind/a/proxy',
      user: 'büro',
      password: 'a:b/@%',
    });
  });

  it('that is left out or empty means the hub’s own file', () => {
    expect([readSettings({}).couchdb, read('')]).toEqual([null, null]);
  });

  it.each([
    ['geheim', '不是网址'],
    ['geheim:5984', '应以 http:// 或 https:// 开头'],
    ['ftp://a:geheim@127.0.0.1', '应以 http:// 或 https:// 开头'],
    ['http://127.0.0.1:5984', '用户名和密码'],
    ['http://geheim@127.0.0.1:5984', '用户名和密码'],
    ['http://a:geheim#1@127.0.0.1:5984', 'HUB_COUCHDB_URL'],
    ['http://a:geheim@127.0.0.1:5984/?x=1', '不能有'],
    ['http://a:geheim@127.0.0.1:5984/#x', '不能有'],
    ['http://a:geheim%@127.0.0.1:5984', '编码不对'],
  ])('%s is refused with a sentence that does not repeat it', (url, sentence) => {
    const refused = (() => {
      try {
        return JSON.stringify(read(url));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(refused).toContain(sentence);
    expect(refused).not.toContain('geheim');
  });
});
