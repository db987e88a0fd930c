import { describe, expect, it } from 'vitest';
import { pinyinFull, pinyinInitials } from './pinyin.ts';

describe('Han text in Latin letters', () => {
  it.each([
    ['合作医疗', 'hezuoyiliao', 'hzyl'],
    ['60岁领钱', '60suilingqian', '60slq'],
    ['女儿', 'nver', 'ne'],
    ['“两癌”检查', 'liangaijiancha', 'lajc'],
    ['Tom, 12', 'tom12', 'tom12'],
    ['', '', ''],
  ])('%s is %s and %s', (text, full, initials) => {
    expect(pinyinFull(text)).toBe(full);
    expect(pinyinInitials(text)).toBe(initials);
  });

  it('reads the first character of a name as a surname', () => {
    expect(pinyinFull('单雄信', { surname: true })).toBe('shanxiongxin');
    expect(pinyinInitials('曾满', { surname: true })).toBe('zm');
  });
});
