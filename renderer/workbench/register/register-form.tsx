/** The form of one registration. Ctrl+Enter does what is usual for the kind of matter. */
import { Button, Input, Modal } from 'antd';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { CaseDetail, SiteStatus } from '../../../shared/api/rows.ts';
import type { LocalDate } from '../../../shared/base/brands.ts';
import { appliesDoubts } from '../../../shared/matter/applies-to.ts';
import type { Matter } from '../../../shared/matter/catalogue.ts';
import type { LaterStepType, StepInput } from '../../../shared/case/steps/index.ts';
import { useAnswer } from '../../app/client-hooks.ts';
import { describeError } from '../../app/errors.ts';
import { CasePage } from '../../components/case-actions/case-page.tsx';
import { StepDialog } from '../../components/case-actions/step-dialog.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Field } from '../../components/field.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { bothDueDays } from '../../components/tones.ts';
import { REGISTER_TEXTS as T } from '../texts.ts';
import { DESPITE, DespiteField } from './despite-field.tsx';
import { fieldInTheWay, formErrors } from './form-errors.ts';
import { forPerson, itemsOf, missingRequired, startMaterials } from './material-draft.ts';
import { MaterialsList } from './materials-list.tsx';
import { MatterHead } from './matter-head.tsx';
import { EMPTY_PERSON, earlierLookup, readPerson } from './person-draft.ts';
import type { PersonDraft } from './person-draft.ts';
import { PersonForm } from './person-form.tsx';
import { registrationOf } from './registration.ts';
import { RESULT_ACTIONS, actionsOf } from './result-actions.ts';
import type { ResultAction } from './result-actions.ts';
import { useRegister } from './use-register.ts';

interface RegisterFormProps {
  readonly matter: Matter;
  /** What is filled in already; absent: nothing. */
  readonly start?: PersonDraft;
  readonly status: SiteStatus;
  readonly onOther: () => void;
  readonly onSaved: (detail: CaseDetail) => void;
  readonly onDirty: (dirty: boolean) => void;
}

/** Puts the cursor where something must be changed. */
const focusField = (page: HTMLElement | null, field: string) =>
  page?.querySelector<HTMLElement>(`[data-field="${field}"] input`)?.focus();

export function RegisterForm({ matter, start = EMPTY_PERSON, status, onOther, onSaved, onDirty }: RegisterFormProps) {
  const { today } = status;
  const page = useRef<HTMLDivElement>(null);
  const [person, setPerson] = useState(start);
  const [draft, setMaterials] = useState(() => startMaterials(matter));
  const [on, setOn] = useState<LocalDate | null>(today);
  const [note, setNote] = useState('');
  const [despite, setDespite] = useState('');
  const [form, setForm] = useState<LaterStepType | null>(null);
  const [tried, setTried] = useState(false);
  const [peek, setPeek] = useState<string | null>(null);
  const dirty = Object.values(person).some((value) => value !== '') || note !== '';
  useEffect(() => {
    onDirty(dirty);
    return () => onDirty(false);
  }, [dirty, onDirty]);
  const read = readPerson(person, today);
  const lookup = useDeferredValue(earlierLookup(person, read));
  const doubts = appliesDoubts(matter.appliesTo, read.of, read.person.idNumber, on ?? today).map(
    ({ message }) => message,
  );
  const silent = doubts.length > 0 && despite.trim() === '';
  const about = { matter: matter.code, ...(on === null ? {} : { on }) };
  const earlier = useAnswer('cases.person', { ...lookup, ...about }, { when: lookup !== null });
  const earlierPeople = lookup === null ? [] : (earlier.data ?? []);
  const isNumbered = lookup !== null && lookup.idNumber !== '';
  const holder = { idNumber: lookup?.idNumber ?? '', applicantKind: read.of.kind, paper: read.of.paper };
  const papers = useAnswer('cases.papers', { ...holder, ...about }, { when: isNumbered });
  const offers = isNumbered ? (papers.data ?? []) : [];
  const materials = forPerson(matter, draft, offers);
  const due = useAnswer('cases.due', about);
  const { askAboutDoubts, save, busy, error } = useRegister();
  const actions = actionsOf(matter);

  const send = async (steps: readonly StepInput[]) => {
    if (on === null) return;
    const saved = await save(
      registrationOf({
        matter,
        person: read.person,
        materials,
        on,
        today,
        note,
        despite: doubts.length > 0 ? despite : '',
        steps,
      }),
    );
    if (saved !== null) onSaved(saved.detail);
  };
  const choose = async (action: ResultAction) => {
    if (busy || on === null) return;
    const inTheWay = fieldInTheWay({ read, silent });
    setTried(inTheWay !== null);
    if (inTheWay !== null) {
      focusField(page.current, inTheWay);
      return;
    }
    const spec = RESULT_ACTIONS[action];
    const missing = spec.complete ? missingRequired(matter, materials) : [];
    if (!(await askAboutDoubts({ earlier: earlierPeople, missing }))) return;
    if (spec.form === undefined) await send(spec.steps);
    else setForm(spec.form);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.ctrlKey || event.repeat || form !== null || peek !== null) return;
    event.preventDefault();
    void choose(actions[0]);
  };
  const words = error === null ? null : describeError(error);
  const errors = formErrors({ tried, read, silent, words });
  return (
    <div ref={page} className="wr" onKeyDown={onKeyDown} role="presentation" data-testid="register">
      <div className="wr-body">
        <MatterHead matter={matter} status={status} onOther={onOther} />
        <div className="wr-columns">
          <div>
            <PersonForm
              draft={person}
              read={read}
              earlier={earlierPeople}
              status={status}
              errors={errors}
              onChange={setPerson}
              onOpen={setPeek}
            />
          </div>
          <div>
            <DespiteField doubts={doubts} value={despite} error={errors[DESPITE]} onChange={setDespite} />
            <MaterialsList matter={matter} draft={materials} offers={offers} today={today} onChange={setMaterials} />
            <section className="bm-panel">
              <Field label={T.on} hint={on !== today ? T.backdated : T.onHint}>
                <DateField label={T.on} value={on} today={today} onChange={setOn} testId="on" />
              </Field>
              <Field label={T.note}>
                <Input value={note} data-testid="note" onChange={(event) => setNote(event.target.value)} />
              </Field>
            </section>
          </div>
        </div>
        {words !== null && <ErrorNote error={error} />}
      </div>
      <footer className="wr-actions">
        {actions.map((action, index) => (
          <Button
            key={action}
            size="large"
            type={index === 0 ? 'primary' : 'default'}
            danger={action === 'refuse'}
            loading={index === 0 && busy}
            onClick={() => void choose(action)}
            data-testid={`do-${action}`}
          >
            {T.actions[action]} {index === 0 && <kbd>{T.mainKey}</kbd>}
          </Button>
        ))}
        {due.data && matter.kind === 'promised' && (
          <span className="wr-due bm-num" data-testid="due">
            {T.due(bothDueDays(due.data))}
          </span>
        )}
      </footer>
      <Modal open={peek !== null} onCancel={() => setPeek(null)} footer={null} width="72rem" destroyOnHidden>
        {peek !== null && <CasePage id={peek} status={status} />}
      </Modal>
      {form !== null && (
        <StepDialog
          step={form}
          context={{
            today,
            materials: itemsOf(matter, materials),
            window: matter.window,
            county: status.county,
            limit: due.data?.dueOn ?? null,
            detail: null,
          }}
          busy={busy}
          error={error}
          onClose={() => setForm(null)}
          onSubmit={({ input }) => void send([input])}
        />
      )}
    </div>
  );
}
