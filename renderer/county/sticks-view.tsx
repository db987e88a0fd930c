/** Sticks at the console: bundles and requests that come in, bundles and answers that go out, and what came and went. */
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { REQUEST_FORMAT } from '../../shared/api/bundle.ts';
import type { StickLogRow, StickPreview, StickRequestPreview, StickTaken } from '../../shared/api/stick.ts';
import { download } from '../components/download.ts';
import { EmptyNote, ErrorNote, Loaded } from '../components/notes.tsx';
import { Tag } from '../components/tags.tsx';
import { whenWords } from '../components/when-words.ts';
import { CheckCode } from '../stick/check-code.tsx';
import { PreviewView } from '../stick/preview-view.tsx';
import { TakeFile } from '../stick/take-file.tsx';
import { TakenView } from '../stick/taken-view.tsx';
import { STICK_TEXTS } from '../stick/texts.ts';
import { useAction, useAnswer, useApi } from './county-hooks.ts';
import { PlaceChooser } from './place-chooser.tsx';
import type { Place } from './place-search.ts';

const words = STICK_TEXTS.console;

export function SticksView() {
  const places = useAnswer('county.places', {});
  const log = useAnswer('county.sticks', {});
  return (
    <section className="cc-enrol" data-testid="sticks">
      <div className="cc-panel">
        <p className="cc-note">{words.hint}</p>
        <h2>{words.in}</h2>
        <Loaded answer={places}>{(found) => <Incoming places={found} />}</Loaded>
        <h2>{words.log}</h2>
        <Loaded answer={log}>{(rows) => <Log rows={rows} />}</Loaded>
      </div>
      <div className="cc-panel">
        <h2>{words.out}</h2>
        <Loaded answer={places}>{(found) => <Outgoing places={found} />}</Loaded>
      </div>
    </section>
  );
}

type Found =
  | { readonly is: 'bundle'; readonly preview: StickPreview }
  | { readonly is: 'request'; readonly preview: StickRequestPreview };

/** A request is plain JSON that names its format first of all. */
const isRequest = (base64: string): boolean => atob(base64.slice(0, 4096)).includes(REQUEST_FORMAT);

/** What the machine is already: nothing is to be chosen then. */
const inForce = ({ enrolledAs }: StickRequestPreview) => (enrolledAs?.revoked === false ? enrolledAs : null);

function Incoming({ places }: { readonly places: readonly Place[] }) {
  const api = useApi();
  const queries = useQueryClient();
  const [place, setPlace] = useState<Place | null>(null);
  const look = async (base64: string): Promise<Found> => {
    setPlace(null);
    if (!isRequest(base64)) return { is: 'bundle', preview: await api['county.stickPreview']({ base64 }) };
    const preview = await api['county.stickRequest']({ base64 });
    const known = inForce(preview)?.place;
    if (known !== undefined) setPlace(places.find(({ code }) => code === known) ?? null);
    return { is: 'request', preview };
  };
  const take = async (base64: string, found: Found): Promise<StickTaken | string> => {
    if (found.is === 'request') {
      const file = await api['county.stickAnswer']({ base64, place: place?.code ?? '' });
      download(file);
      await queries.invalidateQueries();
      return words.answered(file.fileName);
    }
    const taken = await api['county.stickTake']({ base64 });
    await queries.invalidateQueries();
    return taken;
  };
  return (
    <TakeFile
      testId="stick-in"
      accept=".bmt,.bmq"
      drop={{ title: words.drop, hint: words.kinds }}
      look={look}
      take={take}
      ready={(found) => found.is === 'bundle' || place !== null}
      confirm={(found) => (found.is === 'bundle' ? STICK_TEXTS.take.confirm : words.answer)}
      busyText={STICK_TEXTS.take.taking(0, 0)}
    >
      {(shown) => {
        if (shown.is === 'taken')
          return typeof shown.taken === 'string' ? (
            <p role="status">{shown.taken}</p>
          ) : (
            <TakenView taken={shown.taken} />
          );
        const found = shown.preview;
        return found.is === 'bundle' ? (
          <PreviewView preview={found.preview} />
        ) : (
          <RequestView request={found.preview} places={places} place={place} onPlace={setPlace} />
        );
      }}
    </TakeFile>
  );
}

interface RequestViewProps {
  readonly request: StickRequestPreview;
  readonly places: readonly Place[];
  readonly place: Place | null;
  readonly onPlace: (place: Place | null) => void;
}

function RequestView({ request, places, place, onPlace }: RequestViewProps) {
  const { enrolledAs } = request;
  return (
    <div data-testid="stick-request">
      <h3>{words.requestTitle}</h3>
      <p>
        {words.requestMachine} <strong>{request.machine}</strong> ·{' '}
        <span className="bm-num">{whenWords(request.madeAt)}</span>
      </p>
      <CheckCode label={words.requestCode} code={request.checkCode} testId="stick-request-code" />
      <CheckCode label={words.hubCode} code={request.hubCheckCode} testId="stick-hub-code" />
      <p className="bm-warn-text">{words.requestCompare}</p>
      {enrolledAs !== null && (
        <p className={enrolledAs.revoked ? 'bm-warn-text' : undefined}>
          {(enrolledAs.revoked ? words.stopped : words.enrolledAs)(enrolledAs.name, enrolledAs.station)}
        </p>
      )}
      {inForce(request) === null && (
        <>
          <h3>{words.choosePlace}</h3>
          {place === null ? (
            <PlaceChooser places={places} busy={false} choose={words.choose} onChoose={onPlace} />
          ) : (
            <p>
              <strong data-testid="stick-place">{place.name}</strong>{' '}
              <Button size="small" onClick={() => onPlace(null)}>
                {words.otherPlace}
              </Button>
            </p>
          )}
        </>
      )}
    </div>
  );
}

function Outgoing({ places }: { readonly places: readonly Place[] }) {
  const { message } = App.useApp();
  const [everything, setEverything] = useState(false);
  const [more, setMore] = useState<{ readonly place: Place; readonly after: string } | null>(null);
  const write = useAction('county.stickWrite', { quiet: true });
  const make = async (place: Place, after?: string) => {
    const file = await write.run({ place: place.code, everything, ...(after === undefined ? {} : { after }) });
    if (file === null) return;
    download(file);
    setMore(file.next === null ? null : { place, after: file.next });
    void message.success(words.wrote(file.fileName, file.events), 6);
  };
  return (
    <>
      <p>
        <Checkbox
          checked={everything}
          onChange={(event) => setEverything(event.target.checked)}
          data-testid="stick-everything"
        >
          {words.everything}
        </Checkbox>
      </p>
      {write.error !== null && <ErrorNote error={write.error} />}
      {more === null ? (
        <PlaceChooser places={places} busy={write.busy} choose={words.write} onChoose={(place) => void make(place)} />
      ) : (
        <div className="bm-buttons" data-testid="stick-more">
          <span>
            {more.place.name}：{STICK_TEXTS.write.more}
          </span>
          <Button type="primary" loading={write.busy} onClick={() => void make(more.place, more.after)}>
            {STICK_TEXTS.write.next}
          </Button>
          <Button onClick={() => setMore(null)}>{STICK_TEXTS.done}</Button>
        </div>
      )}
    </>
  );
}

function Log({ rows }: { readonly rows: readonly StickLogRow[] }) {
  const keyed = useMemo(() => rows.map((row, index) => ({ row, key: `${row.at} ${index}` })), [rows]);
  if (rows.length === 0) return <EmptyNote text={words.noLog} />;
  return (
    <ul className="cc-codes" data-testid="stick-log">
      {keyed.map(({ row, key }) => (
        <li key={key} data-testid="stick-log-row" data-way={row.way}>
          <Tag tone={row.way === 'in' ? 'good' : 'active'} text={words.ways[row.way]} />
          <span className="cc-place-name">
            {row.placeName} {row.station !== row.place && STICK_TEXTS.preview.station(row.station)}
          </span>
          <span className="bm-quiet bm-num">
            {whenWords(row.at)} · {words.logCounts(row.events, row.known, row.held)}
          </span>
        </li>
      ))}
    </ul>
  );
}
