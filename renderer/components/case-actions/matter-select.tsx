/** A matter of the catalogue by its name, an everyday word or pinyin initials. */
import { Select } from 'antd';
import { useState } from 'react';
import type { MatterCode } from '../../../shared/base/brands.ts';
import { useAnswer } from '../../app/client-hooks.ts';
import { ACTION_TEXTS as T } from './texts.ts';

/** No list of choices is longer than what one looks over at a glance. */
const HITS = 10;

interface MatterSelectProps {
  readonly label: string;
  /** Only what may be handed in by proxy. */
  readonly proxyableOnly: boolean;
  readonly value: MatterCode | null;
  readonly onChange: (matter: MatterCode | null) => void;
}

export function MatterSelect({ label, proxyableOnly, value, onChange }: MatterSelectProps) {
  const [query, setQuery] = useState('');
  const hits = useAnswer('matters.search', { query: query.trim(), limit: HITS, proxyableOnly }, { keepPrevious: true });
  const chosen = useAnswer('matters.get', { code: (value ?? '') as MatterCode }, { when: value !== null });
  const found = (hits.data ?? []).map(({ code, name, window }) => ({ value: code, label: `${name}（${window}）` }));
  const own =
    chosen.data === undefined
      ? []
      : [{ value: chosen.data.code, label: `${chosen.data.name}（${chosen.data.window}）` }];
  const options = query === '' ? [...own, ...found.filter((each) => each.value !== value)] : found;
  return (
    <Select
      aria-label={label}
      className="bm-select"
      allowClear
      showSearch={{ filterOption: false, onSearch: setQuery }}
      placeholder={T.matterSearch}
      notFoundContent={T.matterNone}
      value={value}
      options={options}
      data-testid="field-matter"
      onChange={(next: MatterCode | undefined) => {
        setQuery('');
        onChange(next ?? null);
      }}
    />
  );
}
