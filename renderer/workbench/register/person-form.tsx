/** The applicant's fields. The ID number is typed once and tells birth and sex; people who came before are offered. */
import { Alert, Button, Input } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { EarlierPerson, SiteStatus } from '../../../shared/api/rows.ts';
import type { PlaceCode } from '../../../shared/base/brands.ts';
import { pathOf, personField } from '../../../shared/person/person-fields.ts';
import type { PersonKey } from '../../../shared/person/person-fields.ts';
import { Field } from '../../components/field.tsx';
import { REGISTER_TEXTS as T } from '../texts.ts';
import { FIRST_FIELD, FORM_LINES, fillFromEarlier } from './person-draft.ts';
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

/** idNumber → id-number. */
const testId = (field: PersonKey): string => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

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

interface FieldProps {
  readonly field: PersonKey;
  readonly read: ReadPerson;
}

/** What the field says of what is typed: facts, doubts, another reading; where there is nothing to say, its hint. */
function FieldHint({ field, read, onTake }: FieldProps & { readonly onTake: (text: string) => void }) {
  const { doubts, refused, suggestion, value } = read.readings[field];
  const said = doubts.filter((problem) => problem.code !== 'id-missing');
  const wrong = value === '' ? null : refused;
  const facts = field === FIRST_FIELD ? read.facts : null;
  return (
    <>
      {facts && (
        <span className="bm-num wr-facts" data-testid="id-facts">
          {T.idFacts(facts.birth, T.sexes[facts.sex], facts.age)}{' '}
        </span>
      )}
      {wrong && (
        <span className="bm-field-error" role="alert" data-testid={`problem-${wrong.code}`}>
          {wrong.message}{' '}
        </span>
      )}
      {said.map((problem) => (
        <span key={problem.code} className="wr-problem" data-testid={`problem-${problem.code}`}>
          {problem.message}{' '}
        </span>
      ))}
      {suggestion !== null && (
        <Button size="small" onClick={() => onTake(suggestion)} data-testid={`${testId(field)}-suggestion`}>
          {T.takeSuggestion(suggestion)}
        </Button>
      )}
      {field === FIRST_FIELD && wrong === null && read.id.verdict === 'bad' && (
        <span className="bm-quiet">{T.keepAnyway}</span>
      )}
      {facts === null && wrong === null && said.length === 0 && <span>{personField(field).hint}</span>}
    </>
  );
}

function statusOf({ field, read }: FieldProps): 'error' | 'warning' | '' {
  const { doubts, refused, value } = read.readings[field];
  if ((refused !== null && value !== '') || (field === FIRST_FIELD && read.id.verdict === 'bad')) return 'error';
  return doubts.some(({ code }) => code !== 'id-missing') ? 'warning' : '';
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
  const inputs = useRef<Partial<Record<PersonKey, InputRef | null>>>({});
  useEffect(() => inputs.current[FIRST_FIELD]?.focus(), []);
  const set = (field: PersonKey, text: string) => onChange({ ...draft, [field]: text });
  const single = earlier.length === 1 && draft.name === '' ? earlier[0] : undefined;
  const fieldOf = (field: PersonKey) => {
    const { label, kind, digits, hint } = personField(field);
    // What is wrong with a text stands in the hint, beside what it may be changed to.
    const said = draft[field] !== '' && read.readings[field].refused !== null;
    const after = FORM_LINES.flat()[FORM_LINES.flat().indexOf(field) + 1];
    return (
      <Field
        key={field}
        name={pathOf(field)}
        label={label}
        required={field === 'name'}
        error={said ? undefined : errors[pathOf(field)]}
        hint={
          (hint !== undefined || draft[field] !== '') && (
            <FieldHint field={field} read={read} onTake={(text) => set(field, text)} />
          )
        }
      >
        {kind === 'village' ? (
          <VillageSelect
            near={status.place?.name ?? ''}
            villages={status.villages}
            value={draft[field] === '' ? null : (draft[field] as PlaceCode)}
            onChange={(village) => {
              set(field, village ?? '');
              // Enter chose the village; the next key belongs to the next field.
              if (after !== undefined) inputs.current[after]?.focus();
            }}
          />
        ) : (
          <Input
            ref={(input) => {
              inputs.current[field] = input;
            }}
            className={digits ? 'bm-num' : ''}
            value={draft[field]}
            status={statusOf({ field, read })}
            autoComplete="off"
            aria-label={label}
            data-testid={testId(field)}
            onChange={(event) => set(field, event.target.value)}
            onPressEnter={() => {
              if (field === FIRST_FIELD && single) onChange(fillFromEarlier(draft, single.person));
            }}
          />
        )}
      </Field>
    );
  };
  return (
    <section className="bm-panel" onKeyDown={onEnter} role="presentation">
      <h2>{T.person}</h2>
      {fieldOf(FIRST_FIELD)}
      <Earlier earlier={earlier} onOpen={onOpen} onTake={(one) => onChange(fillFromEarlier(draft, one.person))} />
      {FORM_LINES.map((line) =>
        line.length === 1 ? (
          line.map(fieldOf)
        ) : (
          <div key={line.join(' ')} className="wr-pair">
            {line.map(fieldOf)}
          </div>
        ),
      )}
    </section>
  );
}
