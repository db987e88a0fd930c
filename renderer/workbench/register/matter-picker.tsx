/** Finds a matter by name, everyday word or pinyin initials: type, arrow keys, Enter. */
import { Input } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { MatterHit } from '../../../shared/api/rows.ts';
import type { MatterCode } from '../../../shared/base/brands.ts';
import { useAnswer } from '../../app/client-hooks.ts';
import { rowAfterKey } from '../../components/list-keys.ts';
import { ErrorNote } from '../../components/notes.tsx';
import { Tag } from '../../components/tags.tsx';
import { REGISTER_TEXTS as T } from '../texts.ts';

/** No list of choices is longer than what one looks over at a glance. */
const HITS = 12;

interface MatterPickerProps {
  readonly onPick: (code: MatterCode) => void;
}

function Hit({
  hit,
  current,
  onPick,
}: {
  readonly hit: MatterHit;
  readonly current: boolean;
  readonly onPick: () => void;
}) {
  return (
    <li
      id={`matter-${hit.code}`}
      role="option"
      aria-selected={current}
      className="wr-hit"
      data-current={current || undefined}
      data-testid={`matter-${hit.code}`}
      onMouseDown={(event) => {
        event.preventDefault();
        onPick();
      }}
    >
      <span className="bm-num bm-quiet">{hit.code}</span>
      <span className="wr-hit-name">{hit.name}</span>
      <span className="bm-quiet">{hit.matched !== hit.name && hit.matched}</span>
      <span>{hit.window}</span>
      <span className="wr-hit-limits">
        <Tag
          tone={hit.kind === 'immediate' ? 'good' : 'active'}
          text={hit.kind === 'immediate' ? T.immediate : T.promised(hit.promised)}
        />
        {hit.legal !== null && <span className="bm-quiet">{T.legal(hit.legal)}</span>}
      </span>
    </li>
  );
}

export function MatterPicker({ onPick }: MatterPickerProps) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  /** What was typed when Enter was pressed. */
  const [entered, setEntered] = useState<string | null>(null);
  const input = useRef<InputRef>(null);
  useEffect(() => input.current?.focus(), []);
  const hits = useAnswer('matters.search', { query: query.trim(), limit: HITS }, { keepPrevious: true });
  const list = hits.data ?? [];
  const current = Math.min(at, Math.max(0, list.length - 1));
  const searching = hits.isPending || hits.isPlaceholderData;
  const found = entered === query && !searching ? list[current]?.code : undefined;
  // A quick hand presses Enter before the answer is there: it means the first of what is found, and not of what was shown before.
  useEffect(() => {
    if (found !== undefined) onPick(found);
  }, [found, onPick]);
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter while a Chinese word is being composed belongs to the input method.
    if (event.nativeEvent.isComposing || event.key === 'Home' || event.key === 'End') return;
    const next = rowAfterKey(event.key, current, list.length, HITS);
    if (next !== null) setAt(next);
    else if (event.key === 'Enter') setEntered(query);
    else return;
    event.preventDefault();
  };
  return (
    <div className="wr-picker">
      <Input
        ref={input}
        size="large"
        role="combobox"
        aria-expanded="true"
        aria-controls="matter-hits"
        aria-activedescendant={list[current] && `matter-${list[current].code}`}
        aria-label={T.matter}
        placeholder={T.matterSearch}
        value={query}
        data-testid="matter-search"
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
          setEntered(null);
        }}
        onKeyDown={onKeyDown}
      />
      {hits.error !== null && <ErrorNote error={hits.error} onRetry={() => void hits.refetch()} />}
      {hits.data !== undefined && list.length === 0 && <p data-testid="matter-none">{T.matterNone}</p>}
      <ul id="matter-hits" role="listbox" aria-label={T.matter} className="wr-hits">
        {list.map((hit, index) => (
          <Hit key={hit.code} hit={hit} current={index === current} onPick={() => onPick(hit.code)} />
        ))}
      </ul>
    </div>
  );
}
