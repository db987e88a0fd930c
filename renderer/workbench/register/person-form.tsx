/** The applicant's fields. The ID number is typed once and tells birth and sex; people who came before are offered. */
import type { EarlierPerson } from '../../../shared/api/earlier-person.ts';
import { Alert, Button, Input, Select } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import type { PlaceCode } from '../../../shared/base/brands.ts';
import { APPLICANT_KINDS, type Applicant, numberName } from '../../../shared/person/applicant.ts';
import { valueInWords, wordsOf } from '../../../shared/person/field-words.ts';
import { PERSON_FIELDS, pathOf, personField } from '../../../shared/person/person-fields.ts';
import type { PersonKey } from '../../../shared/person/person-fields.ts';
import { sameWords } from '../../../shared/case/applicant-doubts.ts';
import { Field } from '../../components/field.tsx';
import { REGISTER_TEXTS as T } from '../texts.ts';
import { saysMissing } from '../../../shared/person/problems.ts';
import { BEFORE_FIRST, FIRST_FIELD, formLines, fillFromEarlier, hasAgent, takeKind } from './person-draft.ts';
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
function FieldHint(
  props: FieldProps & { readonly onTake: (text: string) => void; readonly onRather: (of: Applicant) => void },
) {
  const { field, read, onTake, onRather } = props;
  const { doubts, refused, suggestion, value } = read.readings[field];
  const said = doubts.filter((problem) => !saysMissing(problem));
  const wrong = value === '' ? null : refused;
  const facts = field === FIRST_FIELD ? read.facts : null;
  const rather = field === FIRST_FIELD ? read.rather : null;
  const { hint } = wordsOf(field, read.of);
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
      {rather !== null && (
        <Button size="small" onClick={() => onRather(rather)} data-testid="take-paper">
          {T.takePaper(numberName(rather.paper), APPLICANT_KINDS[rather.kind])}
        </Button>
      )}
      {field === FIRST_FIELD && wrong === null && read.id.verdict === 'bad' && (
        <span className="bm-quiet">{T.keepAnyway}</span>
      )}
      {facts === null && wrong === null && said.length === 0 && <span>{hint}</span>}
    </>
  );
}

function statusOf({ field, read }: FieldProps): 'error' | 'warning' | '' {
  const { doubts, refused, value } = read.readings[field];
  if ((refused !== null && value !== '') || (field === FIRST_FIELD && read.id.verdict === 'bad')) return 'error';
  return doubts.some((problem) => !saysMissing(problem)) ? 'warning' : '';
}

function Earlier(
  props: Pick<PersonFormProps, 'earlier' | 'onOpen'> & { readonly onTake: (one: EarlierPerson) => void },
) {
  const { earlier, onTake, onOpen } = props;
  const same = earlier.find((one) => one.same !== null)?.same ?? null;
  if (earlier.length === 0) return null;
  return (
    <div className="wr-earlier" data-testid="earlier">
      {same !== null && (
        <Alert
          type="warning"
          showIcon
          data-testid="same"
          title={sameWords(same)}
          action={
            <Button size="small" onClick={() => onOpen(same.case)}>
              {T.sameGo}
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
  const { of } = read;
  const [agentOpen, setAgentOpen] = useState(false);
  const withAgent = agentOpen || hasAgent(draft);
  const lines = formLines(of, withAgent);
  useEffect(() => {
    if (agentOpen) inputs.current.agent?.focus();
  }, [agentOpen]);
  /** The cursor stands where the number is typed, whatever was chosen above it. */
  const choose = (next: PersonDraft) => {
    onChange(next);
    inputs.current[FIRST_FIELD]?.focus();
  };
  const choiceOf = (field: (typeof BEFORE_FIRST)[number]) => {
    const { choice } = PERSON_FIELDS[field];
    return (
      <Select
        key={field}
        aria-label={wordsOf(field, of).label}
        className="wr-choice"
        value={choice.holds(of)}
        options={choice.of(of.kind).map((value) => ({ value, label: valueInWords(field, value) }))}
        popupMatchSelectWidth={false}
        data-testid={testId(field)}
        onChange={(next: string) =>
          choose(field === 'applicantKind' ? takeKind(draft, next) : { ...draft, [field]: next })
        }
      />
    );
  };
  const fieldOf = (field: PersonKey) => {
    const { kind, digits } = personField(field);
    const { label, hint } = wordsOf(field, of);
    // What is wrong with a text stands in the hint, beside what it may be changed to.
    const said = draft[field] !== '' && read.readings[field].refused !== null;
    const after = lines.flat()[lines.flat().indexOf(field) + 1];
    return (
      <Field
        key={field}
        name={pathOf(field)}
        label={label}
        required={field === 'name'}
        error={said ? undefined : errors[pathOf(field)]}
        hint={
          (hint !== undefined || draft[field] !== '') && (
            <FieldHint
              field={field}
              read={read}
              onTake={(text) => set(field, text)}
              onRather={({ kind: rather, paper }) => choose(takeKind(draft, rather, paper))}
            />
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
      <Field label={T.kindAndPaper}>
        <div className="wr-applicant">{BEFORE_FIRST.map(choiceOf)}</div>
      </Field>
      {fieldOf(FIRST_FIELD)}
      <Earlier earlier={earlier} onOpen={onOpen} onTake={(one) => onChange(fillFromEarlier(draft, one.person))} />
      {lines.map((line) =>
        line.length === 1 ? (
          line.map(fieldOf)
        ) : (
          <div key={line.join(' ')} className="wr-pair">
            {line.map(fieldOf)}
          </div>
        ),
      )}
      {!withAgent && (
        <Button type="link" size="small" onClick={() => setAgentOpen(true)} data-testid="agent-add">
          {T.agentAdd}
        </Button>
      )}
    </section>
  );
}
