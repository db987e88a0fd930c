/** Enrolment: a code for a place, shown once and printable, and the codes that were given out. */
import { Button } from 'antd';
import { useState } from 'react';
import type { OutputOf } from '../../shared/api/contract.ts';
import type { CountyMethods } from '../../shared/api/county.ts';
import { useConfirm } from '../components/confirm.tsx';
import { EmptyNote, Loaded } from '../components/notes.tsx';
import { Tag } from '../components/tags.tsx';
import type { Tone } from '../components/tones.ts';
import { whenWords } from '../components/when-words.ts';
import { CodeSlip } from './code-slip.tsx';
import type { NewCode } from './code-slip.tsx';
import { useAction, useAnswer } from './county-hooks.ts';
import { PlaceChooser } from './place-chooser.tsx';
import type { Place } from './place-search.ts';
import { TEXTS } from './texts.ts';

const words = TEXTS.enrol;
type Code = OutputOf<CountyMethods['county.codes']>[number];
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
          {(found) => (
            <PlaceChooser
              places={found}
              busy={create.busy}
              choose={words.make}
              onChoose={(place) => void onMake(place)}
            />
          )}
        </Loaded>
      </div>
      <div className="cc-panel">
        <h2>{words.codes}</h2>
        <Loaded answer={codes}>{(found) => <Codes codes={found} onChanged={() => void codes.refetch()} />}</Loaded>
      </div>
    </section>
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
