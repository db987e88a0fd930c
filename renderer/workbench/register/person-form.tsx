/** Who the case is for. The ID number is typed once and tells birth and sex; people who came before are offered. */
import { Alert, Button, Input } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { EarlierPerson, SiteStatus } from '../../../shared/api/rows.ts';
import { Field } from '../../components/field.tsx';
import { REGISTER_TEXTS as T } from '../texts.ts';
import { takeEarlier } from './person-draft.ts';
import type { PersonDraft, ReadPerson } from './person-draft.ts';
import { VillageSelect } from '../../components/village-select.tsx';

interface PersonFormProps {
  readonly draft: PersonDraft;
  readonly read: ReadPerson;
  readonly earlier: readonly EarlierPerson[];
  readonly status: SiteStatus;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (draft: PersonDraft) => void;
  readonly onOpen: (id: string) => void;
}

/** More earlier people than this are no help. */
const OFFERED = 4;

/** Enter goes on to the next field, as on a paper form. */
function onEnter(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'Enter' || event.ctrlKey || event.nativeEvent.isComposing || event.defaultPrevented) return;
  if (!(event.target instanceof HTMLInputElement)) return;
  const inputs = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input:not([disabled])')];
  const next = inputs[inputs.indexOf(event.target) + 1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function IdHint({ read, onTake }: { readonly read: ReadPerson; readonly onTake: (number: string) => void }) {
  const { id, facts } = read;
  const problems = id.problems.filter((problem) => problem.code !== 'id-missing');
  return (
    <>
      {facts && (
        <span className="bm-num wr-facts" data-testid="id-facts">
          {T.idFacts(facts.birth, T.sexes[facts.sex], facts.age)}{' '}
        </span>
      )}
      {problems.map((problem) => (
        <span key={problem.code} className="wr-problem" data-testid={`problem-${problem.code}`}>
          {problem.message}{' '}
        </span>
      ))}
      {id.suggestion !== null && (
        <Button size="small" onClick={() => onTake(id.suggestion ?? '')} data-testid="id-suggestion">
          {T.takeSuggestion(id.suggestion)}
        </Button>
      )}
      {id.verdict === 'bad' && <span className="bm-quiet">{T.keepAnyway}</span>}
      {id.verdict === 'missing' && <span>{T.idHint}</span>}
    </>
  );
}

function Earlier(
  props: Pick<PersonFormProps, 'earlier' | 'onOpen'> & { readonly onTake: (one: EarlierPerson) => void },
) {
  const { earlier, onTake, onOpen } = props;
  const same = earlier.find((one) => one.openSame !== null)?.openSame ?? null;
  if (earlier.length === 0) return null;
  return (
    <div className="wr-earlier" data-testid="earlier">
      {same !== null && (
        <Alert
          type="warning"
          showIcon
          data-testid="open-same"
          title={T.openSame(same.number, same.on)}
          action={
            <Button size="small" onClick={() => onOpen(same.case)}>
              {T.openSameGo}
            </Button>
          }
        />
      )}
      <div className="bm-quiet">{T.earlier}</div>
      {earlier.slice(0, OFFERED).map((one) => (
        <button
          key={one.lastCase}
          type="button"
          className="wr-earlier-one"
          onClick={() => onTake(one)}
          data-testid="earlier-take"
        >
          <strong>{one.person.name}</strong>
          <span className="bm-num">{one.person.idNumber}</span>
          <span className="bm-num">{one.person.phone}</span>
          <span className="bm-quiet">{T.earlierLine(one.lastMatterName, one.lastOn)}</span>
          <span className="wr-take">{T.earlierUse}</span>
        </button>
      ))}
    </div>
  );
}

export function PersonForm({ draft, read, earlier, status, errors, onChange, onOpen }: PersonFormProps) {
  const first = useRef<InputRef>(null);
  const group = useRef<InputRef>(null);
  useEffect(() => first.current?.focus(), []);
  const set = (part: Partial<PersonDraft>) => onChange({ ...draft, ...part });
  const single = earlier.length === 1 && draft.name === '' ? earlier[0] : undefined;
  return (
    <section className="bm-panel" onKeyDown={onEnter} role="presentation">
      <h2>{T.person}</h2>
      <Field
        label={T.idNumber}
        error={errors['person.idNumber']}
        hint={<IdHint read={read} onTake={(idNumber) => set({ idNumber })} />}
      >
        <Input
          ref={first}
          className="bm-num"
          value={draft.idNumber}
          status={read.id.verdict === 'bad' ? 'error' : read.id.verdict === 'warn' ? 'warning' : ''}
          autoComplete="off"
          aria-label={T.idNumber}
          data-testid="id-number"
          onChange={(event) => set({ idNumber: event.target.value })}
          onPressEnter={() => {
            if (single) onChange(takeEarlier(draft, single.person));
          }}
        />
      </Field>
      <Earlier earlier={earlier} onOpen={onOpen} onTake={(one) => onChange(takeEarlier(draft, one.person))} />
      <Field label={T.name} required error={errors['person.name']}>
        <Input
          value={draft.name}
          autoComplete="off"
          aria-label={T.name}
          data-testid="name"
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field
        label={T.phone}
        error={errors['person.phone']}
        hint={
          read.phone.problem ? (
            <span className="wr-problem" data-testid="problem-phone">
              {read.phone.problem.message}
            </span>
          ) : (
            T.phoneHint
          )
        }
      >
        <Input
          className="bm-num"
          value={draft.phone}
          status={read.phone.verdict === 'bad' ? 'warning' : ''}
          autoComplete="off"
          aria-label={T.phone}
          data-testid="phone"
          onChange={(event) => set({ phone: event.target.value })}
        />
      </Field>
      <Field label={T.village} error={errors['person.village']}>
        <VillageSelect
          near={status.place?.name ?? ''}
          villages={status.villages}
          value={draft.village}
          onChange={(village) => {
            set({ village });
            // Enter chose the village; the next key belongs to the next field.
            group.current?.focus();
          }}
        />
      </Field>
      <div className="wr-pair">
        <Field label={T.group}>
          <Input
            ref={group}
            value={draft.group}
            aria-label={T.group}
            data-testid="group"
            onChange={(event) => set({ group: event.target.value })}
          />
        </Field>
        <Field label={T.address}>
          <Input
            value={draft.address}
            aria-label={T.address}
            data-testid="address"
            onChange={(event) => set({ address: event.target.value })}
          />
        </Field>
      </div>
    </section>
  );
}
