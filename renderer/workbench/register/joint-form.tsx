/** 一件事一次办: one person, several matters, each paper once; one action makes a case for each matter. Ctrl+Enter accepts what is promised. */
import { Button, Checkbox, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { SetDetail } from '../../../shared/api/joint.ts';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import { appliesDoubts } from '../../../shared/matter/applies-to.ts';
import type { EventId } from '../../../shared/base/brands.ts';
import { useAction } from '../../app/client-hooks.ts';
import { describeError } from '../../app/errors.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { Field } from '../../components/field.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Tag } from '../../components/tags.tsx';
import { JOINT_TEXTS as J, REGISTER_TEXTS as T } from '../texts.ts';
import { DESPITE, DespiteField } from './despite-field.tsx';
import { fieldInTheWay, formErrors } from './form-errors.ts';
import { EMPTY_PERSON, readPerson } from './person-draft.ts';
import { PersonForm } from './person-form.tsx';

interface JointFormProps {
  readonly set: SetDetail;
  readonly status: SiteStatus;
  readonly onOther: () => void;
  readonly onSaved: (cases: readonly EventId[]) => void;
  readonly onDirty: (dirty: boolean) => void;
}

/** The papers of the whole filing: the required ones are ticked. */
function Papers(props: {
  readonly set: SetDetail;
  readonly missing: ReadonlySet<string>;
  readonly onChange: (missing: ReadonlySet<string>) => void;
}) {
  const { set, missing, onChange } = props;
  const nameOf = new Map(set.all.map(({ code, name }) => [code as string, name]));
  return (
    <section className="bm-panel wr-materials" data-testid="papers">
      <h2>{T.materials}</h2>
      {set.papers.map(({ name, matters }, index) => (
        <div key={name} className="wr-material">
          <Checkbox
            checked={!missing.has(name)}
            data-testid={`paper-${index}`}
            onChange={(event) => {
              const next = new Set(missing);
              if (event.target.checked) next.delete(name);
              else next.add(name);
              onChange(next);
            }}
          >
            {name}{' '}
            {matters.length > 1 ? (
              <Tag tone="good" text={J.common(matters.length)} />
            ) : (
              <span className="bm-quiet">{nameOf.get(matters[0] ?? '')}</span>
            )}
          </Checkbox>
        </div>
      ))}
    </section>
  );
}

export function JointForm({ set, status, onOther, onSaved, onDirty }: JointFormProps) {
  const { today } = status;
  const page = useRef<HTMLDivElement>(null);
  const confirm = useConfirm();
  const [person, setPerson] = useState(EMPTY_PERSON);
  const [missing, setMissing] = useState<ReadonlySet<string>>(
    () => new Set(set.papers.filter(({ required }) => !required).map(({ name }) => name)),
  );
  const [note, setNote] = useState('');
  const [despite, setDespite] = useState('');
  const [tried, setTried] = useState(false);
  const register = useAction('cases.registerJoint', { quiet: true });
  const saving = useRef(false);
  const dirty = Object.values(person).some((value) => value !== '') || note !== '';
  useEffect(() => {
    onDirty(dirty);
    return () => onDirty(false);
  }, [dirty, onDirty]);
  const read = readPerson(person, today);
  const doubts = [
    ...new Set(
      set.all.flatMap(({ name, appliesTo }) =>
        appliesDoubts(appliesTo, read.of, read.person.idNumber, today).map(({ message }) => `${name}：${message}`),
      ),
    ),
  ];
  const silent = doubts.length > 0 && despite.trim() === '';
  const lacking = set.papers.filter(({ name, required }) => required && missing.has(name)).map(({ name }) => name);

  /** One at a time: two quick keys must not make the filing twice. */
  const save = async (accept: boolean) => {
    if (saving.current) return;
    const inTheWay = fieldInTheWay({ read, silent });
    setTried(inTheWay !== null);
    if (inTheWay !== null) {
      page.current?.querySelector<HTMLElement>(`[data-field="${inTheWay}"] input`)?.focus();
      return;
    }
    saving.current = true;
    try {
      const asked = { title: T.missingAsk, text: `${lacking.join('、')}。${T.missingAskText}`, yes: T.missingYes };
      if (accept && lacking.length > 0 && !(await confirm({ ...asked, danger: true }))) return;
      const papers = set.papers.map(({ name, required }) => ({
        name,
        state: !missing.has(name) ? ('received' as const) : required ? ('missing' as const) : ('not-needed' as const),
      }));
      const input = {
        set: set.code,
        person: read.person,
        papers,
        accept,
        ...(note === '' ? {} : { note }),
        ...(doubts.length === 0 ? {} : { despite }),
      };
      const made = await register.run(input);
      if (made !== null) onSaved(made.cases);
    } finally {
      saving.current = false;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.ctrlKey || event.repeat) return;
    event.preventDefault();
    void save(true);
  };
  const words = register.error === null ? null : describeError(register.error);
  const errors = formErrors({ tried, read, silent, words });
  return (
    <div ref={page} className="wr" onKeyDown={onKeyDown} role="presentation" data-testid="joint-form">
      <div className="wr-body">
        <section className="bm-panel">
          <h2>
            {set.name}{' '}
            <Button size="small" type="link" onClick={onOther}>
              {T.matterChange}
            </Button>
          </h2>
          <p className="bm-quiet">{J.lead(set.all.length)}</p>
          <ul className="wr-joint">
            {set.all.map(({ code, name, window, kind, promised }) => (
              <li key={code}>
                {name} <span className="bm-quiet">{window}</span>{' '}
                <Tag
                  tone={kind === 'immediate' ? 'good' : 'active'}
                  text={kind === 'immediate' ? T.immediate : T.promised(promised)}
                />
              </li>
            ))}
          </ul>
        </section>
        <div className="wr-columns">
          <div>
            <PersonForm
              draft={person}
              read={read}
              earlier={[]}
              status={status}
              errors={errors}
              onChange={setPerson}
              onOpen={() => undefined}
            />
          </div>
          <div>
            <DespiteField doubts={doubts} value={despite} error={errors[DESPITE]} onChange={setDespite} />
            <Papers set={set} missing={missing} onChange={setMissing} />
            <section className="bm-panel">
              <Field label={T.note}>
                <Input value={note} data-testid="note" onChange={(event) => setNote(event.target.value)} />
              </Field>
            </section>
          </div>
        </div>
        {words !== null && <ErrorNote error={register.error} />}
      </div>
      <footer className="wr-actions">
        <Button
          size="large"
          type="primary"
          loading={register.busy}
          onClick={() => void save(true)}
          data-testid="joint-accept"
        >
          {J.accept} <kbd>{T.mainKey}</kbd>
        </Button>
        <Button size="large" onClick={() => void save(false)} data-testid="joint-receive">
          {T.actions.receive}
        </Button>
      </footer>
    </div>
  );
}
