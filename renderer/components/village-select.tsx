/** A village of this centre by letters of its name or by its name. */
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import type { SiteStatus } from '../../shared/api/rows.ts';
import type { PlaceCode } from '../../shared/domain/brands.ts';
import { shortVillage } from './place-names.ts';
import { CASE_TEXTS, TEXTS } from './texts.ts';

interface VillageSelectProps {
  readonly villages: SiteStatus['villages'];
  /** The township whose name goes without saying. */
  readonly near: string;
  readonly value: PlaceCode | null;
  readonly onChange: (village: PlaceCode | null) => void;
}

type Spell = (name: string) => string;

/** The pinyin tables are large: they come with this form and not with the page. */
function usePinyin(): Spell {
  const [spell, setSpell] = useState<Spell>(() => () => '');
  useEffect(() => {
    void import('../../shared/domain/pinyin.ts').then(({ pinyinFull, pinyinInitials }) =>
      setSpell(() => (name: string) => `${pinyinInitials(name)} ${pinyinFull(name)}`),
    );
  }, []);
  return spell;
}

export function VillageSelect({ villages, near, value, onChange }: VillageSelectProps) {
  const spell = usePinyin();
  const options = villages.map((village) => ({
    value: village.code,
    label: shortVillage(village.name, near),
    search: `${village.name} ${spell(shortVillage(village.name, near))}`,
  }));
  return (
    <Select
      aria-label={CASE_TEXTS.village}
      className="bm-village"
      allowClear
      showSearch={{ filterOption: (text, option) => option?.search.includes(text.trim().toLowerCase()) ?? false }}
      placeholder={TEXTS.villageHint}
      value={value}
      options={options}
      data-testid="village"
      onChange={(next: PlaceCode | undefined) => onChange(next ?? null)}
    />
  );
}
