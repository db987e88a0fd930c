import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundMatch, initialsOf, readingsIn, soundsOf, spellingOf, typedLetters } from './pinyin.ts';

const name = (text: string) => soundsOf(text, { surname: true });
const heard = (text: string, typed: string) => soundMatch(name(text), typedLetters(typed) ?? '');

describe('Han text in Latin letters', () => {
  it.each([
    ['合作医疗', 'hezuoyiliao', 'hzyl'],
    ['60岁领钱', '60suilingqian', '60slq'],
    ['女儿', 'nver', 'ne'],
    ['“两癌”检查', 'liangaijiancha', 'lajc'],
    ['Tom, 12', 'tom12', 'tom12'],
    ['José', 'jose', 'jose'],
    ['', '', ''],
  ])('%s is %s and %s', (text, full, initials) => {
    expect(spellingOf(soundsOf(text))).toBe(full);
    expect(initialsOf(soundsOf(text))).toBe(initials);
  });

  it('reads the first characters of a name as a surname, and the others as they are mostly read', () => {
    expect(spellingOf(name('单雄信'))).toBe('shanxiongxin');
    expect(spellingOf(name('万俟单'))).toBe('moqidan');
    expect(initialsOf(name('曾满'))).toBe('zm');
  });

  it('passes over what nobody can read out', () => {
    expect(name('王\u{e863}明')).toEqual(name('王明'));
  });
});

/** Surnames with several readings, as they are read in names and as a reader who does not know them takes them. */
const SURNAMES: readonly (readonly [surname: string, readings: readonly string[]])[] = `
  任ren 华hua 区ou,qu 单shan,dan 解xie,jie 仇qiu,chou 盖gai,ge 乐le,yue 覃qin,tan 查zha,cha 曾zeng,ceng 朴piao,pu 尉wei,yu
  翟zhai,di 员yun,yuan 缪miao,mou,miu 柏bai,bo 薄bo,bao 种chong,zhong 重chong,zhong 折she,zhe 召shao,zhao 牟mu,mou 繁po,fan
  秘bi,mi 宓fu,mi 冼xian 洗xian,xi 晟cheng,sheng 黑he,hei 那na 能nai,neng 乜nie,mie 瞿qu,ju 隗wei,kui 祭zhai,ji 相xiang
  费fei,bi 叶ye,xie 郗xi,chi 郇xun,huan 谌chen,shen 佴nai,er 句gou,ju 长zhang,chang 强qiang,jiang 粘nian,zhan 车che,ju
  冯feng,ping 沈shen,chen 万wan,mo 俟si,qi 澹tan,dan 俞yu,shu 盛sheng,cheng 莘shen,xin 炅gui,jiong 郄qie,xi 藉ji,jie
  都du,dou 贾jia,gu 陆lu,liu 六liu,lu 适shi,kuo 降jiang,xiang 褚chu,zhu 行xing,hang 贲ben,bi 圈quan,juan 校xiao,jiao
  角jue,jiao 蕃fan,bo 番pan,fan 率lv,lu,lyu,shuai 奇qi,ji 其qi,ji 尾wei,yi 颉xie,jie 莞guan,wan 蔚yu,wei 暴bao,pu 泌bi,mi
  辟pi,bi 阿a,e 艾ai,yi 省xing,sheng 歙she,xi 拓tuo,ta 侗dong,tong 谷gu,yu 似si,shi 食shi,si 稽ji,qi 蛇she,yi 邪xie,ye
  铅qian,yan 钥yao,yue 峤qiao,jiao 觉jue,jiao 券quan,xuan 筠yun,jun 隽juan,jun 炔gui,que 吕lv,lu,lyu 闾lv,lu,lyu
  律lv,lu,lyu 略lve,lue,lyue 女nv,nu,nyu 虐nve,nue,nyue 石shi 参shen,can,cen 徐xu,xv 瑜yu,yv`
  .trim()
  .split(/\s+/u)
  .map((each) => [each.charAt(0), each.slice(1).split(',')]);

describe('a surname with several readings', () => {
  it.each(SURNAMES)('%s is heard as %s', (surname, readings) => {
    for (const reading of readings) {
      expect(heard(surname, reading), reading).toBe('whole');
      expect(heard(`${surname}国强`, `${reading}guoqiang`), reading).toBe('whole');
      expect(heard(`${surname}国强`, `${reading.charAt(0)}gq`), reading).toBe('whole');
      expect(heard(`国明${surname}`, reading), reading).not.toBeNull();
    }
  });

  it.each([
    '欧阳:ouyang',
    '尉迟:yuchi',
    '万俟:moqi',
    '长孙:zhangsun',
    '澹台:tantai',
    '乐正:yuezheng',
    '令狐:linghu',
    '拓跋:tuoba',
  ])('and compound ones: %s', (pair) => {
    const [surname = '', reading = ''] = pair.split(':');
    expect(heard(`${surname}重`, `${reading}chong`)).toBe('whole');
    expect(spellingOf(name(`${surname}明`))).toBe(`${reading}ming`);
  });
});

describe('what is typed', () => {
  it.each([
    ['张重阳', 'ZCY', 'whole'],
    ['张重阳', "zhang chong'yang", 'whole'],
    ['张重阳', 'zhāngchóngyáng', 'whole'],
    ['张重阳', 'zhangch', 'start'],
    ['张重阳', 'zc', 'start'],
    ['张重阳', 'zhangzhongy', 'start'],
    ['张重阳', 'cy', 'inside'],
    ['张重阳', 'chongy', 'inside'],
    ['吕布', 'lǜb', 'start'],
    ['吕布', 'lü', 'start'],
    ['张重阳', 'hangchong', null],
    ['张重阳', 'zhangyang', null],
    ['张重阳', 'zcyx', null],
    ['张重阳', 'zhangchongyangx', null],
  ])('of %s, %s: %s', (text, typed, how) => expect(heard(text, typed)).toBe(how));

  it('in other letters or characters is no spelling', () => {
    for (const typed of ['', ' ', '低b', 'я', '·']) expect(typedLetters(typed), typed).toBeNull();
  });
});

describe('a name of any length', () => {
  const character = fc.constantFrom(...SURNAMES.map(([surname]) => surname), ...'张王李国明德秀');
  const parts = fc.array(fc.tuple(character, fc.nat()), { minLength: 1, maxLength: 40 });

  it('is compared with as many letters at once, where every character has several readings that begin alike', () => {
    const sounds = name('和'.repeat(50));
    expect(soundMatch(sounds, `${'h'.repeat(49)}x`)).toBeNull();
    expect(soundMatch(sounds, 'h'.repeat(50))).toBe('whole');
    // n and ng, ge and e: ngenge… is read in more ways than there are atoms.
    const twoWays = '^n/ng^ge/e'.repeat(50) as typeof sounds;
    expect(soundMatch(twoWays, `${'nge'.repeat(49)}x`)).toBeNull();
    expect(soundMatch(twoWays, 'nge'.repeat(50))).toBe('whole');
  });

  it('is heard by any choice of readings, whole, by its beginning and from any character on', () => {
    fc.assert(
      fc.property(parts, fc.nat(), fc.nat(), (chosen, from, cut) => {
        const sounds = name(chosen.map(([char]) => char).join(''));
        const readings = chosen.map(([, pick], index) => {
          const all = readingsIn(sounds)[index] ?? [];
          return all[pick % all.length] ?? '';
        });
        const start = from % readings.length;
        for (const each of [readings, readings.map((reading) => reading.charAt(0))]) {
          expect(soundMatch(sounds, each.join(''))).toBe('whole');
          const rest = each.slice(start).join('');
          expect(soundMatch(sounds, rest.slice(0, 1 + (cut % rest.length)))).not.toBeNull();
        }
      }),
    );
  });
});
