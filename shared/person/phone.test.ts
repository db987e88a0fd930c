import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPhone } from './phone.ts';

describe('a phone number', () => {
  it.each([
    ['13807453512', '13807453512'],
    ['１３８ - ０７４５-３５１２', '13807453512'],
    ['+86 138 0745 3512', '13807453512'],
    ['0745-4221234', '0745-4221234'],
    ['(0745)4221234', '0745-4221234'],
    ['07454221234', '0745-4221234'],
    ['4221234', '4221234'],
    ['010-12345678', null],
    ['13807453512/13907453512', '13807453512、13907453512'],
    ['13807453512 0745-4221234', '13807453512、0745-4221234'],
    ['13807453512(儿子)', '13807453512'],
    ['8613807453512', '13807453512'],
    ['008613807453512', '13807453512'],
    ['86 0745 4221234', '0745-4221234'],
    ['021-54221234', '021-54221234'],
    [' 13807453512 ', '13807453512'],
    ['13807453512 、 13907453512', '13807453512、13907453512'],
    ['13807453512   13907453512', '13807453512、13907453512'],
    ['13807453512或13907453512', '13807453512、13907453512'],
    ['/13807453512/13907453512', '13807453512、13907453512'],
  ])('%s is read as %s', (text, phone) => {
    if (phone === null) expect(checkPhone(text).verdict).toBe('bad');
    else expect(checkPhone(text)).toMatchObject({ verdict: 'ok', phone, problem: null });
  });

  it('keeps whose it is', () => {
    expect(checkPhone('儿子13807453512').remark).toBe('儿子');
    expect(checkPhone('他13807453512儿子').remark).toBe('他儿子');
    expect(checkPhone('电话：13807453512')).toMatchObject({ phone: '13807453512', remark: null });
    for (const whose of ['儿子电话', '电话亭']) expect(checkPhone(`${whose}13807453512`).remark).toBe(whose);
  });

  it('may be missing: many villagers have none', () => {
    for (const text of ['', ' ', '无', '没有', '-', '/', '——', ' 无手机 '])
      expect(checkPhone(text)).toMatchObject({ verdict: 'missing', phone: null });
  });

  it.each([
    '1380745351',
    '138074535122',
    '12345678901',
    '问村长',
    '村里没有',
    '没有记',
    '-1-',
    '422123456',
    '42212345/13807453512',
    '0745-42212345678',
    '02a-54221234',
    '86138074535122',
    '860745422123456',
    '213807453512',
    '/1380745351',
    '1-1-3-8-0-7-4-5-3-5-1-2-3-4-5',
  ])('%s is kept and asked about', (text) => {
    expect(checkPhone(text)).toMatchObject({ verdict: 'bad', phone: text, problem: { code: 'phone-odd' } });
  });

  it('is kept as far as the ledger keeps: several good numbers too many are asked about', () => {
    const number = '0745-42212345';
    expect(checkPhone([number, number].join('/'))).toMatchObject({ verdict: 'ok', kind: 'several' });
    expect(checkPhone([number, number, number].join('/'))).toMatchObject({
      verdict: 'bad',
      phone: [number, number, number].join('/').slice(0, 30),
    });
    const mobiles = ['13807453512', '13807453513', '4221234'];
    expect(checkPhone(mobiles.slice(0, 2).join('/'))).toMatchObject({
      verdict: 'ok',
      phone: '13807453512、13807453513',
    });
    expect(checkPhone(['4221234', '4221235', '07454221236'].join('/')).phone).toHaveLength(28);
    expect(checkPhone(['4221234', '4221235', '021-4221236', '1'].join('/')).verdict).toBe('bad');
  });

  it('is never longer than the ledger keeps, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        expect((checkPhone(text).phone ?? '').length).toBeLessThanOrEqual(30);
      }),
    );
  });
});
