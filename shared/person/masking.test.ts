import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddress, maskBankCard, maskIdForBoard, maskIdForPaper, maskName, maskPhone } from './masking.ts';

describe('on a public board', () => {
  it.each([
    ['张三', '张*'],
    ['张小三', '张*三'],
    ['张小三丰', '张**丰'],
    ['欧阳锋', '欧阳*'],
    ['欧阳小锋', '欧阳*锋'],
    ['司马', '司*'],
    ['阿里木·买买提', '阿*****提'],
    ['张', '*'],
    ['', ''],
  ])('the name %s is shown as %s', (name, shown) => {
    expect(maskName(name)).toBe(shown);
  });

  it('an ID number keeps four and two characters', () => {
    expect(maskIdForBoard('43302219390808510X')).toBe('4330**********0X');
    expect(maskIdForPaper('43302219390808510X')).toBe('433022********510X');
  });

  it("phones, bank cards and addresses keep what is needed to recognise one's own", () => {
    expect(maskPhone('13812345678')).toBe('138****5678');
    expect(maskPhone('0745-4221234')).toBe('0745-*****34');
    expect(maskBankCard('6217001234561234')).toBe('6217****1234');
    expect(maskAddress('凉水井镇王家岭村6组12号')).toBe('凉水井镇王家岭村6组');
    expect(maskAddress('龙泉山社区3栋')).toBe('龙泉山社区');
    expect(maskAddress('某某路12号')).toBe('');
  });

  it('what is not recognised is hidden altogether', () => {
    expect(maskIdForBoard('431222030228164')).toBe('*'.repeat(15));
    expect(maskPhone('问村长')).toBe('***');
    expect(maskBankCard('卡号123')).toBe('*****');
  });

  it('no name of two characters or more is shown whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'张王李赵欧阳司马三小锋明·'), { minLength: 2, maxLength: 8 }),
        (chars) => {
          const name = chars.join('');
          expect(maskName(name)).not.toBe(name);
          expect(maskName(name)).toContain('*');
        },
      ),
    );
  });
});
