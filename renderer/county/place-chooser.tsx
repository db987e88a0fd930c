/** Finds a place by its name or its letters, and does one thing with it. */
import { Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { EmptyNote } from '../components/notes.tsx';
import { Tag } from '../components/tags.tsx';
import { indexPlaces } from './place-search.ts';
import type { Place } from './place-search.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.enrol;
const MOST = 10;

interface PlaceChooserProps {
  readonly places: readonly Place[];
  readonly busy: boolean;
  /** The word on each button. */
  readonly choose: string;
  readonly onChoose: (place: Place) => void;
}

export function PlaceChooser({ places, busy, choose, onChoose }: PlaceChooserProps) {
  const index = useMemo(() => indexPlaces(places), [places]);
  const centres = useMemo(() => new Map(places.map((place) => [place.code, place.name])), [places]);
  const [text, setText] = useState('');
  const { places: found, more } = index.find(text, MOST);
  return (
    <>
      <Input
        autoFocus
        allowClear
        size="large"
        autoComplete="off"
        maxLength={30}
        placeholder={words.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="place-search"
      />
      {found.length === 0 && <EmptyNote text={words.none} />}
      <ul className="cc-places">
        {found.map((place) => (
          <li key={place.code} data-testid="place" data-place={place.code}>
            <span className="cc-place-name">
              {place.name} <Tag tone="plain" text={words.kinds[place.kind]} />
              {place.centre !== null && <span className="bm-quiet"> {centres.get(place.centre)}</span>}
            </span>
            <Button disabled={busy} onClick={() => onChoose(place)} data-testid="choose-place">
              {choose}
            </Button>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="bm-quiet">{words.more(more)}</p>}
    </>
  );
}
