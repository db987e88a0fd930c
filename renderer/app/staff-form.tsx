/** Choosing the member of staff at the desk: one of the named, or a new one. */
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { SiteStatus, StaffMember } from '../../shared/api/rows.ts';
import { Field } from '../components/field.tsx';
import { Loaded } from '../components/notes.tsx';
import { useAction, useAnswer } from './client-hooks.ts';
import { describeError } from './errors.ts';
import { SHELL_TEXTS, STAFF_TEXTS } from './texts.ts';

interface StaffProps {
  readonly status: SiteStatus;
  readonly onChosen: (member: StaffMember) => void;
  readonly onCancel?: (() => void) | undefined;
}

function NewStaff({ status, onChosen, onCancel }: StaffProps) {
  const [name, setName] = useState('');
  const [id, setId] = useState('');
  const [windows, setWindows] = useState<readonly string[]>([]);
  const save = useAction('staff.save', { quiet: true });
  const choose = useAction('staff.choose');
  const submit = async () => {
    const saved = await save.run({ id: id.trim(), name: name.trim(), windows: [...windows], active: true });
    const chosen = saved && (await choose.run({ id: saved.id }));
    if (chosen) onChosen(chosen);
  };
  const words = save.error ? describeError(save.error) : null;
  return (
    <form
      className="bm-staff-new"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={STAFF_TEXTS.name} required error={words?.field === 'name' ? words.message : null}>
        <Input autoFocus value={name} onChange={(event) => setName(event.target.value)} data-testid="staff-name" />
      </Field>
      <Field
        label={STAFF_TEXTS.id}
        required
        hint={STAFF_TEXTS.idHint}
        error={words !== null && words.field !== 'name' ? words.message : null}
      >
        <Input value={id} onChange={(event) => setId(event.target.value)} data-testid="staff-id" />
      </Field>
      {status.windows.length > 1 && (
        <Field label={STAFF_TEXTS.windows} hint={STAFF_TEXTS.windowsHint}>
          <Checkbox.Group options={[...status.windows]} value={[...windows]} onChange={setWindows} />
        </Field>
      )}
      <div className="bm-buttons">
        <Button type="primary" htmlType="submit" loading={save.busy || choose.busy} data-testid="staff-save">
          {STAFF_TEXTS.save}
        </Button>
        {onCancel && <Button onClick={onCancel}>{STAFF_TEXTS.cancel}</Button>}
      </div>
    </form>
  );
}

/** The named staff as large buttons; while there are none, the form for the first. */
export function StaffChooser({ status, onChosen, onCancel }: StaffProps) {
  const [adding, setAdding] = useState(false);
  const staff = useAnswer('staff.list', {});
  const choose = useAction('staff.choose');
  return (
    <Loaded answer={staff} lines={3}>
      {(members) => {
        const active = members.filter((member) => member.active);
        if (adding || active.length === 0)
          return (
            <>
              {active.length === 0 && <p>{STAFF_TEXTS.none}</p>}
              <NewStaff
                status={status}
                onChosen={onChosen}
                onCancel={active.length === 0 ? onCancel : () => setAdding(false)}
              />
            </>
          );
        return (
          <div className="bm-staff-list" data-testid="staff-list">
            {active.map((member) => (
              <Button
                key={member.id}
                size="large"
                autoFocus={member === active[0]}
                data-testid={`staff-${member.id}`}
                onClick={async () => {
                  const chosen = await choose.run({ id: member.id });
                  if (chosen) onChosen(chosen);
                }}
              >
                {member.name} <span className="bm-quiet bm-num">{member.id}</span>
              </Button>
            ))}
            <Button size="large" type="dashed" onClick={() => setAdding(true)} data-testid="staff-add">
              {SHELL_TEXTS.addStaff}
            </Button>
          </div>
        );
      }}
    </Loaded>
  );
}
