/** Latin spellings of Han text for search: what people type who don't want to switch the keyboard. */
import { pinyin } from 'pinyin-pro';

export interface PinyinOptions {
  /** The text is a person's name: its first character is read as a surname (单 shan, 曾 zeng). */
  readonly surname?: boolean;
}

function syllables(text: string, options: PinyinOptions): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  return pinyin(plain, {
    type: 'array',
    toneType: 'none',
    v: true,
    nonZh: 'spaced',
    ...(options.surname === true ? { surname: 'head' as const } : {}),
  });
}

/** First letters, e.g. 合作医疗 → `hzyl`. ASCII letters and digits stay (lower case), everything else is dropped. */
export function pinyinInitials(text: string, options: PinyinOptions = {}): string {
  return syllables(text, options)
    .map((syllable) => syllable.charAt(0))
    .join('')
    .replace(/[^a-z0-9]/g, '');
}

/** Whole syllables run together, e.g. 低保 → `dibao`; ü is `v`. ASCII letters and digits stay, everything else is dropped. */
export function pinyinFull(text: string, options: PinyinOptions = {}): string {
  return syllables(text, options)
    .join('')
    .replace(/[^a-z0-9]/g, '');
}
