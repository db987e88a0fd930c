/** The appointments of the day and those to come, by hour; made, kept, missed and cancelled here. Used by the workbench and the village. */
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { Appointment } from '../../../shared/api/appointments.ts';
import type { SiteStatus } from '../../../shared/api/rows.ts';
import { hourInWords } from '../../../shared/case/appointments.ts';
import { reason } from '../../../shared/case/field.ts';
import { formRowsOf } from '../../../shared/case/form.ts';
import type { FormContext } from '../../../shared/case/form.ts';
import { z } from 'zod';
import { useAction, useAnswer } from '../../app/client-hooks.ts';
import { ActionDialog } from '../case-actions/action-dialog.tsx';
import { useConfirm } from '../confirm.tsx';
import { EmptyNote, Loaded } from '../notes.tsx';
import { Tag } from '../tags.tsx';
import { APPOINTMENT_ROWS, checkAppointment } from './appointment-form.ts';
import { APPOINTMENT_TEXTS as T } from './texts.ts';
import './appointments.css';

interface AppointmentsProps {
  readonly status: SiteStatus;
  /** The person has come: on to the registration; absent where none registers. */
  readonly onKept?: (appointment: Appointment) => void;
}

const contextOf = (status: SiteStatus): FormContext => ({
  today: status.today,
  materials: [],
  window: '',
  limit: null,
  detail: null,
  villages: status.place?.kind === 'village' ? [{ code: status.place.code, name: status.place.name }] : status.villages,
  windows: status.windows,
});

function MakeDialog({ status, onClose }: { readonly status: SiteStatus; readonly onClose: () => void }) {
  const { message } = App.useApp();
  const make = useAction('appointments.make', { quiet: true });
  return (
    <ActionDialog
      title={T.make}
      rows={APPOINTMENT_ROWS}
      context={contextOf(status)}
      depth={0}
      check={(data) => checkAppointment(data, status.today)}
      busy={make.busy}
      error={make.error}
      onClose={onClose}
      onSubmit={async ({ input }) => {
        const saved = await make.run(input);
        if (saved === null) return;
        void message.success(T.saved(saved.person.name));
        onClose();
      }}
    />
  );
}

const CANCEL_ROWS = formRowsOf({ reason: reason(T.cancelWhy) });
const CancelSchema = z.strictObject({ reason: z.string().trim().min(1).max(300) });

function CancelDialog(props: { readonly one: Appointment; readonly status: SiteStatus; readonly onClose: () => void }) {
  const { one, status, onClose } = props;
  const { message } = App.useApp();
  const end = useAction('appointments.end', { quiet: true });
  return (
    <ActionDialog
      title={T.cancel}
      grave
      rows={CANCEL_ROWS}
      context={contextOf(status)}
      lead={`${one.person.name} ${one.day} ${hourInWords(one.hour)}`}
      depth={0}
      check={(data) => CancelSchema.safeParse(data)}
      busy={end.busy}
      error={end.error}
      onClose={onClose}
      onSubmit={async ({ input }) => {
        const saved = await end.run({ id: one.id, result: 'cancelled', ...input });
        if (saved === null) return;
        void message.success(T.ended(one.person.name, T.states.cancelled));
        onClose();
      }}
    />
  );
}

const TONES = { open: 'active', kept: 'good', missed: 'warn', cancelled: 'quiet' } as const;

function Card({ one, status, onKept }: AppointmentsProps & { readonly one: Appointment }) {
  const [cancelling, setCancelling] = useState(false);
  const confirm = useConfirm();
  const end = useAction('appointments.end');
  const isOpen = one.state === 'open';
  const hasCome = isOpen && one.day <= status.today;
  const keep = async () => {
    const kept = await end.run({ id: one.id, result: 'kept' });
    if (kept !== null) onKept?.(kept);
  };
  const miss = async () => {
    const { name } = one.person;
    if (await confirm({ title: T.missedAsk(name), text: T.missedText, yes: T.missedYes, danger: true }))
      await end.run({ id: one.id, result: 'missed' });
  };
  return (
    <li className="bm-appointment" data-testid="appointment" data-state={one.state}>
      <div className="bm-appointment-what">
        <span className="bm-num">
          {one.day} {hourInWords(one.hour)}
        </span>
        <strong>{one.person.name}</strong>
        <span>{one.matterName}</span>
        <span>{one.home ? <Tag tone="active" text={T.home} /> : one.window}</span>
        <Tag tone={TONES[one.state]} text={T.states[one.state]} />
        {one.double && <Tag tone="bad" text={T.double} title={T.doubleHelp} />}
      </div>
      <div className="bm-appointment-what bm-quiet">
        <span className="bm-num">{one.person.phone}</span>
        <span>{[one.villageName, one.person.address].filter((part) => part !== null).join(' ')}</span>
        <span>{one.note}</span>
        <span>{one.reason}</span>
        <span>{T.madeBy(one.placeName, one.staffName)}</span>
        {one.double && <span>{T.doubleHelp}</span>}
      </div>
      {isOpen && (
        <div className="bm-appointment-buttons bm-screen-only">
          {hasCome && onKept !== undefined && (
            <Button type="primary" loading={end.busy} onClick={() => void keep()} data-testid="appointment-keep">
              {one.home ? T.visited : T.keep}
            </Button>
          )}
          {hasCome && (
            <Button onClick={() => void miss()} data-testid="appointment-miss">
              {T.missed}
            </Button>
          )}
          <Button onClick={() => setCancelling(true)} data-testid="appointment-cancel">
            {T.cancel}
          </Button>
        </div>
      )}
      {cancelling && <CancelDialog one={one} status={status} onClose={() => setCancelling(false)} />}
    </li>
  );
}

/** In their order on the page: what should have an end, what is today, what comes. */
const groupsOf = (all: readonly Appointment[], today: string) =>
  [
    { title: T.past, rows: all.filter(({ day }) => day < today) },
    { title: T.today, rows: all.filter(({ day }) => day === today) },
    { title: T.coming, rows: all.filter(({ day }) => day > today) },
  ].filter(({ rows }) => rows.length > 0);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, .ant-modal-wrap') !== null;

export function AppointmentsView({ status, onKept }: AppointmentsProps) {
  const answer = useAnswer('appointments.list', {});
  const [making, setMaking] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'n' || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      setMaking(true);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <section className="bm-appointments" data-testid="appointments">
      <Button
        ref={first}
        type="primary"
        className="bm-screen-only"
        onClick={() => setMaking(true)}
        data-testid="appointment-new"
      >
        {T.make} <kbd>{T.makeKey}</kbd>
      </Button>
      <Loaded answer={answer}>
        {(all) => (
          <>
            {all.length === 0 && <EmptyNote text={T.none} />}
            {groupsOf(all, status.today).map(({ title, rows }) => (
              <div key={title}>
                <h2>{title}</h2>
                <ul className="bm-appointment-list">
                  {rows.map((one) => (
                    <Card key={one.id} one={one} status={status} {...(onKept === undefined ? {} : { onKept })} />
                  ))}
                </ul>
              </div>
            ))}
          </>
        )}
      </Loaded>
      {making && <MakeDialog status={status} onClose={() => setMaking(false)} />}
    </section>
  );
}
