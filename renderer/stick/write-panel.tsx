/** Writes a bundle for the county or, at a centre, for one of its villages. */
import { Alert, Button, Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import type { PlaceCode } from '../../shared/base/brands.ts';
import type { SiteStatus } from '../../shared/api/rows.ts';
import type { StickStatus, WrittenStick } from '../../shared/api/stick.ts';
import { useAction } from '../app/client-hooks.ts';
import { download } from '../components/download.ts';
import { ErrorNote } from '../components/notes.tsx';
import { VillageSelect } from '../components/village-select.tsx';
import { progressOf } from './progress.ts';
import { STICK_TEXTS } from './texts.ts';
import './stick.css';

const words = STICK_TEXTS.write;

interface WritePanelProps {
  readonly status: SiteStatus;
  readonly stick: StickStatus | undefined;
}

export function WritePanel({ status, stick }: WritePanelProps) {
  const [forVillage, setForVillage] = useState(false);
  const [village, setVillage] = useState<PlaceCode | null>(null);
  const [everything, setEverything] = useState(false);
  const [made, setMade] = useState<WrittenStick | null>(null);
  const write = useAction('stick.write', { quiet: true });
  const target = forVillage ? village : ('county' as const);
  const make = async (after?: string) => {
    if (target === null) return;
    const file = await write.run({ for: target, everything, ...(after === undefined ? {} : { after }) });
    if (file === null) return;
    setMade(file);
    if (hasContent(file)) download(file);
  };
  const { done, total } = progressOf(stick, 'write');
  return (
    <section className="bm-stick-panel" data-testid="stick-write">
      <h3>{words.title}</h3>
      {made === null ? (
        <>
          {status.villages.length > 0 && (
            <div className="bm-stick-target">
              <Segmented
                options={[
                  { value: false, label: words.county },
                  { value: true, label: words.village },
                ]}
                value={forVillage}
                onChange={setForVillage}
                aria-label={words.target}
                data-testid="stick-target"
              />
              {forVillage && (
                <VillageSelect
                  villages={status.villages}
                  near={status.place?.name ?? ''}
                  value={village}
                  onChange={setVillage}
                />
              )}
            </div>
          )}
          {forVillage && <p className="bm-quiet">{words.villageHint}</p>}
          <Checkbox
            checked={everything}
            onChange={(event) => setEverything(event.target.checked)}
            data-testid="stick-everything"
          >
            {words.everything}
          </Checkbox>
          <div className="bm-buttons">
            <Button
              type="primary"
              loading={write.busy}
              disabled={target === null}
              onClick={() => void make()}
              data-testid="stick-make"
            >
              {words.start}
            </Button>
          </div>
          {write.busy && <p role="status">{words.making(done, total)}</p>}
          {write.error !== null && <ErrorNote error={write.error} />}
        </>
      ) : (
        <Made
          key={made.id}
          file={made}
          forVillage={forVillage}
          busy={write.busy}
          error={write.error}
          onNext={(after) => void make(after)}
          onClose={() => setMade(null)}
        />
      )}
    </section>
  );
}

/** A file of the county carries receipts even where it holds no events. */
const hasContent = ({ events, by }: WrittenStick): boolean => events > 0 || by === 'county';

interface MadeProps {
  readonly file: WrittenStick;
  readonly forVillage: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onNext: (after: string) => void;
  readonly onClose: () => void;
}

/** A file that was made: saved first, then noted as copied, then the next one where there is one. */
function Made({ file, forVillage, busy, error, onNext, onClose }: MadeProps) {
  const saved = useAction('stick.saved');
  const [done, setDone] = useState(false);
  if (!hasContent(file))
    return (
      <>
        <Alert type="info" showIcon title={words.nothing} data-testid="stick-nothing" />
        <div className="bm-buttons">
          <Button onClick={onClose}>{STICK_TEXTS.done}</Button>
        </div>
      </>
    );
  const note = async () => {
    if ((await saved.run({ id: file.id })) !== null) setDone(true);
  };
  const { next } = file;
  return (
    <div data-testid="stick-made" data-events={file.events} data-by={file.by}>
      <p>{words.made(file.fileName, file.events)}</p>
      {forVillage && <p className="bm-quiet">{file.by === 'county' ? words.withReceipts : words.noReceipts}</p>}
      {done ? (
        <Alert
          type="success"
          showIcon
          title={forVillage ? words.doneVillage : words.done}
          data-testid="stick-saved-note"
        />
      ) : (
        <p className="bm-quiet">{words.savedHint}</p>
      )}
      {next !== null && <Alert type="warning" showIcon title={words.more} />}
      {error !== null && <ErrorNote error={error} />}
      <div className="bm-buttons">
        {!done && (
          <Button type="primary" loading={saved.busy} onClick={() => void note()} data-testid="stick-saved">
            {words.saved}
          </Button>
        )}
        {!done && (
          <Button onClick={() => download(file)} data-testid="stick-again">
            {words.again}
          </Button>
        )}
        {done && next !== null && (
          <Button type="primary" loading={busy} onClick={() => onNext(next)} data-testid="stick-next">
            {words.next}
          </Button>
        )}
        {done && next === null && (
          <Button onClick={onClose} data-testid="stick-write-done">
            {STICK_TEXTS.done}
          </Button>
        )}
      </div>
    </div>
  );
}
