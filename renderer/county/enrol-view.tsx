/** Enrolment: a code for a place, shown once and printable, and the codes that were given out. */
import { Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import type { OutputOf } from '../../shared/api/contract.ts';
import type { CountyMethods } from '../../shared/api/county.ts';
import { useConfirm } from '../components/confirm.tsx';
import { EmptyNote, Loaded } from '../components/notes.tsx';
import { Tag } from '../components/tags.tsx';
import type { Tone } from '../components/tones.ts';
import { CodeSlip } from './code-slip.tsx';
import type { NewCode } from './code-slip.tsx';
import { useAction, useAnswer } from './county-hooks.ts';
import { indexPlaces } from './place-search.ts';
import type { Place } from './place-search.ts';
import { TEXTS } from './texts.ts';
import { whenWords } from './time-words.ts';

const words = TEXTS.enrol;
type Code = OutputOf<CountyMethods['county.codes']>[number];
const MOST = 10;
const CODES_EVERY_MS = 15_000;

export function EnrolView() {
  const places = useAnswer('county.places', {});
  // A machine may use its code at any moment.
  const codes = useAnswer('county.codes', {}, { everyMs: CODES_EVERY_MS });
  const create = useAction('county.createCode');
  // In memory only, and only while this page is open: the hub keeps a hash.
  const [made, setMade] = useState<NewCode | null>(null);
  const onMake = async (place: Place) => {
    const code = await create.run({ place: place.code });
    if (code === null) return;
    setMade(code);
    void codes.refetch();
  };
  if (made !== null) return <CodeSlip made={made} onDone={() => setMade(null)} />;
  return (
    <section className="cc-enrol" data-testid="enrol">
      <div className="cc-panel">
        <h2>{words.choose}</h2>
        <Loaded answer={places}>
          {(found) => <PlaceChooser places={found} busy={create.busy} onMake={(place) => void onMake(place)} />}
        </Loaded>
      </div>
      <div className="cc-panel">
        <h2>{words.codes}</h2>
        <Loaded answer={codes}>{(found) => <Codes codes={found} onChanged={() => void codes.refetch()} />}</Loaded>
      </div>
    </section>
  );
}

interface PlaceChooserProps {
  readonly places: readonly Place[];
  readonly busy: boolean;
  readonly onMake: (place: Place) => void;
}

function PlaceChooser({ places, busy, onMake }: PlaceChooserProps) {
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
            <Button disabled={busy} onClick={() => onMake(place)} data-testid="make-code">
              {words.make}
            </Button>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="bm-quiet">{words.more(more)}</p>}
    </>
  );
}

const TONES: Readonly<Record<Code['state'], Tone>> = {
  open: 'active',
  used: 'good',
  locked: 'bad',
  expired: 'quiet',
  cancelled: 'quiet',
};

function Codes({ codes, onChanged }: { readonly codes: readonly Code[]; readonly onChanged: () => void }) {
  const confirm = useConfirm();
  const cancel = useAction('county.cancelCode', { done: words.cancelled });
  const onCancel = async (code: Code) => {
    const sure = await confirm({ title: words.cancelSure(code.placeName), text: words.cancelText, danger: true });
    if (sure && (await cancel.run({ id: code.id })) !== null) onChanged();
  };
  if (codes.length === 0) return <EmptyNote text={words.noCodes} />;
  return (
    <ul className="cc-codes" data-testid="codes">
      {codes.map((code) => (
        <li key={code.id} data-testid="code-row" data-state={code.state}>
          <Tag tone={TONES[code.state]} text={words.states[code.state]} />
          <span className="cc-place-name">{code.placeName}</span>
          <span className="bm-quiet bm-num">
            {words.created} {whenWords(code.createdAt)} · {words.until} {whenWords(code.expiresAt)}
          </span>
          {code.state === 'open' && (
            <Button size="small" onClick={() => void onCancel(code)} data-testid="cancel-code">
              {words.cancel}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
