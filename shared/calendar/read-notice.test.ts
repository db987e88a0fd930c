import { describe, expect, it } from 'vitest';
import { noticeYearOf } from './holiday-notice.ts';
import type { LocalDate } from '../base/brands.ts';
import { readNotice } from './read-notice.ts';
import holidays from '../reference/holidays.json' with { type: 'json' };

const kept = (year: number) =>
  holidays.days
    .filter(({ date }) => noticeYearOf(date as LocalDate) === year)
    .map(({ date, type }) => `${date} ${type}`);
const read = (text: string) => readNotice(text).days.map(({ date, type }) => `${date} ${type}`);

/** As the State Council wrote them. */
const NOTICES: Readonly<Record<number, string>> = {
  2026: `国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
　　国务院办公厅
　　2025年11月4日`,
  2019: `国务院办公厅关于2019年部分节假日安排的通知
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`,
};

const TEXT = NOTICES[2026] ?? '';

describe('the text of a notice', () => {
  it('of 2026 gives the days that are known of it, as do rows and JSON made of them', () => {
    expect(read(TEXT)).toEqual(kept(2026));
    const { year, days } = readNotice(TEXT);
    const rows = days.map(({ date, type }) => `${date},${type === 'holiday' ? '休' : '班'}`);
    expect(read(['日期,休/班', ...rows, ''].join('\r\n'))).toEqual(kept(2026));
    expect(read(rows.map((row) => row.replaceAll('-', '/').replace(',', '\t')).join('\n'))).toEqual(kept(2026));
    expect(read(JSON.stringify({ year, days }))).toEqual(kept(2026));
    expect(days.find(({ date }) => date === '2026-02-14')?.name).toBe('春节（调休上班）');
  });

  it('may begin in the year before, and in half-width signs', () => {
    const days = read((NOTICES[2019] ?? '').normalize('NFKC'));
    expect(days.slice(0, 4)).toEqual([
      '2018-12-29 workday',
      '2018-12-30 holiday',
      '2018-12-31 holiday',
      '2019-01-01 holiday',
    ]);
    expect(kept(2019)).toEqual(expect.arrayContaining(days.filter((each) => each.endsWith('workday'))));
  });

  it('that encourages leave orders none', () => {
    expect(
      read(
        TEXT.replace('放假，共3天。\n　　四', '放假，共3天。鼓励各单位安排职工在4月3日（周五）休息、放假。\n　　四'),
      ),
    ).toEqual(kept(2026));
  });
});

describe('a file that is no notice', () => {
  const rows = kept(2026).map((each) => each.replace(' holiday', ',休').replace(' workday', ',班'));
  it.each([
    ['of another year’s weekdays', TEXT.replaceAll('2026年', '2027年'), '2027-01-01 星期四，这一天是星期五'],
    ['that counts otherwise than it says', TEXT.replace('共9天', '共8天'), '写的是共 8 天，按日期数出 9 天'],
    ['with a day that does not exist', TEXT.replace('4月4日（周六）', '4月34日'), '没有这一天'],
    ['turned round', TEXT.replace('5日（周二）', '0日'), '没有这一天'],
    ['of a section alone', TEXT.split('二、')[0] ?? '', '缺 2026-02-16（春节）'],
    ['with a make-up day in the week', TEXT.replace('5月9日（周六）', '5月8日'), '2026-05-08 是星期五，本来就上班'],
    ['in rows that say neither', rows.join('\n').replace(',休', ',？'), '第 1 行没有写“休”或“班”'],
    ['in rows with an odd day', rows.join('\n').replace('2026-01-02', '1.2'), '第 2 行的日期“1.2”不认识'],
    ['with a day of another year', [...rows, '2027-05-04,休'].join('\n'), '2027-05-04 不是 2026 年'],
    ['empty', '', '没有日期'],
    ['of other words', '今天天气很好', '没有日期'],
    ['of broken JSON', '{"year":', 'JSON 不完整或太长'],
    ['of other JSON', '{"year": 2026}', '放假安排有误'],
  ])('%s is refused with its place', (_, text, sentence) => {
    expect(() => readNotice(text)).toThrow(sentence);
  });
});
