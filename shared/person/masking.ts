/**
 * What a public board may show of a person (STANDARDS §11). Masking never fails open: what it does not recognise becomes stars only.
 */

/** Surnames of two characters that are still borne; the given name begins after them. */
const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 ' +
    '钟离 长孙 宇文 司徒 鲜于 司空 闾丘 亓官 司寇 巫马 公西 颛孙 壤驷 漆雕 乐正 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 ' +
    '羊舌 微生 梁丘 左丘 西门 第五 南荣 达奚 褚师'
  ).split(' '),
);

const STAR = '*';

/** Returns whether it is a surname of two characters and nothing else. */
export const isCompoundSurname = (text: string): boolean => COMPOUND_SURNAMES.has(text);

/** How many characters the surname of a Chinese name has: 2 for a compound surname followed by a given name, else 1. */
export function surnameLength(name: string): 1 | 2 {
  const chars = Array.from(name);
  return chars.length > 2 && COMPOUND_SURNAMES.has(chars.slice(0, 2).join('')) ? 2 : 1;
}

/** 张三 → 张*, 张小三 → 张*三, 欧阳锋 → 欧阳*, 欧阳小锋 → 欧阳*锋. Names of other peoples keep their first and last character. */
export function maskName(name: string): string {
  const chars = Array.from(name.normalize('NFC').replace(/[\s\p{Cf}]/gu, ''));
  if (chars.length <= 1) return STAR.repeat(chars.length);
  const surname = surnameLength(chars.join(''));
  const hidden = chars.length - surname - 1;
  if (hidden <= 0) return chars.slice(0, surname).join('') + STAR.repeat(chars.length - surname);
  return chars.slice(0, surname).join('') + STAR.repeat(hidden) + (chars.at(-1) ?? '');
}

function keepEnds(text: string, head: number, tail: number): string {
  const chars = Array.from(text);
  if (chars.length <= head + tail) return STAR.repeat(chars.length);
  return (
    chars.slice(0, head).join('') + STAR.repeat(chars.length - head - tail) + chars.slice(chars.length - tail).join('')
  );
}

/** For papers handed to the person: `431222********1234`. */
export function maskIdForPaper(number: string): string {
  return /^\d{17}[\dX]$/.test(number) ? keepEnds(number, 6, 4) : STAR.repeat(number.length);
}

/** For public boards: `4312**********34`, ten stars whatever they hide. Of anything but an 18-digit number nothing stays. */
export function maskIdForBoard(number: string): string {
  if (!/^\d{17}[\dX]$/.test(number)) return STAR.repeat(number.length);
  return `${number.slice(0, 4)}${STAR.repeat(10)}${number.slice(-2)}`;
}

/** `138****5678`; a landline keeps its area code and last two digits; anything else becomes stars. */
export function maskPhone(phone: string): string {
  if (/^1\d{10}$/.test(phone)) return keepEnds(phone, 3, 4);
  const parts = /^(0\d{2,3}-)(\d{7,8})$/.exec(phone);
  return parts ? `${parts[1]}${keepEnds(parts[2] ?? '', 0, 2)}` : STAR.repeat(phone.length);
}

/** `6217****1234`. */
export function maskBankCard(number: string): string {
  return /^\d{12,19}$/.test(number) ? `${number.slice(0, 4)}****${number.slice(-4)}` : STAR.repeat(number.length);
}

/** An address down to the village and group only; empty when neither is named. */
export function maskAddress(address: string): string {
  return /^.*?(?:村|社区|居委会)(?:第?[0-9一二三四五六七八九十]+组)?/u.exec(address)?.[0] ?? '';
}
