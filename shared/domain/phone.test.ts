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
  ])('%s is read as %s', (text, phone) => {
    if (phone === null) expect(checkPhone(text).verdict).toBe('bad');
    else expect(checkPhone(text)).toMatchObject({ verdict: 'ok', phone, problem: null });
  });

  it('keeps whose it is', () => {
    expect(checkPhone('儿子13807453512').remark).toBe('儿子');
  });

  it('may be missing: many villagers have none', () => {
    for (const text of ['', '无', '没有', '-', '/'])
      expect(checkPhone(text)).toMatchObject({ verdict: 'missing', phone: null });
  });

  it.each(['1380745351', '138074535122', '12345678901', '问村长'])('%s is kept and asked about', (text) => {
    expect(checkPhone(text)).toMatchObject({ verdict: 'bad', phone: text, problem: { code: 'phone-odd' } });
  });

  it('is never longer than the ledger keeps, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        expect((checkPhone(text).phone ?? '').length).toBeLessThanOrEqual(30);
      }),
    );
  });
});
