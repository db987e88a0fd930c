/** A village of this centre by letters of its name or by its name. */
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import type { SiteStatus } from '../../shared/api/rows.ts';
import type { PlaceCode } from '../../shared/base/brands.ts';
import { shortVillage } from './place-names.ts';
import { PERSON_FIELDS } from '../../shared/person/person-fields.ts';
import { TEXTS } from './texts.ts';

interface VillageSelectProps {
  readonly villages: SiteStatus['villages'];
  /** The township whose name goes without saying. */
  readonly near: string;
  readonly value: PlaceCode | null;
  readonly onChange: (village: PlaceCode | null) => void;
}

type Pinyin = typeof import('../../shared/base/pinyin.ts');

/** The pinyin tables are large: they come with this form and not with the page. Null until they are here. */
function usePinyin(): Pinyin | null {
  const [pinyin, setPinyin] = useState<Pinyin | null>(null);
  useEffect(() => {
    void import('../../shared/base/pinyin.ts').then(setPinyin);
  }, []);
  return pinyin;
}

export function VillageSelect({ villages, near, value, onChange }: VillageSelectProps) {
  const pinyin = usePinyin();
  const options = villages.map((village) => {
    const label = shortVillage(village.name, near);
    return { value: village.code, label, name: village.name, sounds: pinyin?.soundsOf(label) ?? null };
  });
  const isMeant = (typed: string, { name, sounds }: (typeof options)[number]): boolean => {
    const letters = pinyin?.typedLetters(typed) ?? null;
    if (name.includes(typed.trim())) return true;
    return letters !== null && sounds !== null && pinyin?.soundsLike(sounds, letters) === true;
  };
  return (
    <Select
      aria-label={PERSON_FIELDS.village.label}
      className="bm-village"
      allowClear
      showSearch={{ filterOption: (text, option) => option !== undefined && isMeant(text, option) }}
      placeholder={TEXTS.villageHint}
      value={value}
      options={options}
      data-testid="village"
      onChange={(next: PlaceCode | undefined) => onChange(next ?? null)}
    />
  );
}
