import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { EASY_CHARACTERS } from '../base/easy-text.ts';
import { keyPart, readEnrolmentCode, writeEnrolmentCode } from './enrolment-code.ts';

const secret = fc.string({ unit: fc.constantFrom(...EASY_CHARACTERS), minLength: 12, maxLength: 12 });
const pin = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });

it('a code is read as it was written, in any case and with any dashes', () => {
  fc.assert(
    fc.property(secret, pin, fc.constantFrom('-', ' ', '', '—', '\n'), (given, of, dash) => {
      const code = writeEnrolmentCode(given, of);
      expect(code).toMatch(/^(\w{4}-){5}\w{4}$/);
      for (const typed of [code, code.toUpperCase()].map((each) => each.replaceAll('-', dash)))
        expect(readEnrolmentCode(` ${typed} `)).toEqual({ secret: given, key: keyPart(of) });
    }),
  );
});

it('the part of the key is another one for another key', () => {
  fc.assert(fc.property(pin, pin, (one, other) => one === other || keyPart(one) !== keyPart(other)));
  expect(keyPart('00'.repeat(32))).toBe('2'.repeat(12));
});

it.each(['', 'abcd-efgh-jkmn', `${'abcd'.repeat(6)}a`, `${'abcd'.repeat(5)}abc0`, `${'abcd'.repeat(5)}abc一`])(
  '%j is no code',
  (typed) => {
    expect(readEnrolmentCode(typed)).toBeNull();
  },
);
