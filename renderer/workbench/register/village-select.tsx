/** A village of this centre by letters of its name or by its name. */
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import type { PlaceCode } from '../../../shared/domain/brands.ts';
import { REGISTER_TEXTS as T } from '../texts.ts';

interface VillageSelectProps {
  readonly villages: SiteStatus['villages'];
  readonly value: PlaceCode | null;
  readonly onChange: (village: PlaceCode | null) => void;
}

type Spell = (name: string) => string;

/** The pinyin tables are large: they come with this form and not with the page. */
function usePinyin(): Spell {
  const [spell, setSpell] = useState<Spell>(() => () => '');
  useEffect(() => {
    void import('../../../shared/domain/pinyin.ts').then(({ pinyinFull, pinyinInitials }) =>
      setSpell(() => (name: string) => `${pinyinInitials(name)} ${pinyinFull(name)}`),
    );
  }, []);
  return spell;
}

export function VillageSelect({ villages, value, onChange }: VillageSelectProps) {
  const spell = usePinyin();
  const options = villages.map((village) => ({
    value: village.code,
    label: village.name,
    search: `${village.name} ${spell(village.name)}`,
  }));
  return (
    <Select
      aria-label={T.village}
      className="wr-village"
      allowClear
      showSearch={{ filterOption: (text, option) => option?.search.includes(text.trim().toLowerCase()) ?? false }}
      placeholder={T.villageHint}
      value={value}
      options={options}
      data-testid="village"
      onChange={(next: PlaceCode | undefined) => onChange(next ?? null)}
    />
  );
}
