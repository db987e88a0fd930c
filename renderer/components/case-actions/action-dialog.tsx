/** A form in a dialog: fields from a table, checked by a schema, saved by the caller. Ctrl+Enter saves from any field. */
import { Alert, Button, Modal } from 'antd';
import { useEffect, useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { z } from 'zod';
import type { LocalDate } from '../../../shared/base/brands.ts';
import { DateField } from '../date-field.tsx';
import { Field } from '../field.tsx';
import { useConfirm } from '../confirm.tsx';
import { ErrorNote } from '../notes.tsx';
import { useReturnFocus } from '../use-return-focus.ts';
import { rowsAskedNow } from '../../../shared/case/form.ts';
import type { FormContext, FormRow, Values } from '../../../shared/case/form.ts';
import { FormFields } from './form-fields.tsx';
import type { AskPaper } from './material-states.tsx';
import { dataOf, errorsOf, startValues } from './form-values.ts';
import type { FormErrors } from './form-values.ts';
import { ACTION_TEXTS as T } from './texts.ts';

/** What a checked form hands back. */
export interface Filled<Input> {
  readonly input: Input;
  /** Another day than today, for 补录. */
  readonly on: LocalDate | undefined;
}

interface ActionDialogProps<Input> {
  readonly title: string;
  readonly rows: readonly FormRow[];
  readonly context: FormContext;
  /** Makes the whole input from the data of the fields and checks it; `depth` = where the field's key stands in an issue's path. */
  readonly check: (data: Record<string, unknown>) => z.ZodSafeParseResult<Input>;
  readonly depth: number;
  readonly grave?: boolean;
  /** A sentence above the fields. */
  readonly lead?: ReactNode;
  readonly warning?: string | null;
  readonly withDate?: boolean;
  /** What the fields begin with where it is not what the rows say. */
  readonly start?: Values;
  /** What the button says where it is not the title. */
  readonly yes?: string;
  readonly busy: boolean;
  readonly error: unknown;
  /** Asks what is known of one paper, where materials are among the fields. */
  readonly Paper?: AskPaper;
  readonly onSubmit: (filled: Filled<Input>) => void;
  readonly onClose: () => void;
}

/** A list to choose from opens by Enter, and would hide what is missing: the form takes the key before it. */
const isClosedList = (target: EventTarget): boolean =>
  target instanceof Element && target.matches('[role="combobox"][aria-expanded="false"]');

export function ActionDialog<Input>(props: ActionDialogProps<Input>) {
  const { title, context, busy, error, withDate = false } = props;
  const form = useId();
  useReturnFocus();
  const confirm = useConfirm();
  const [start] = useState<Values>(() => ({ ...startValues(props.rows, context), ...props.start }));
  const [values, setValues] = useState(start);
  const rows = rowsAskedNow(props.rows, values);
  const [errors, setErrors] = useState<FormErrors>({});
  const [on, setOn] = useState<LocalDate | 'unread' | null>(null);
  const [dateOpen, setDateOpen] = useState(false);
  useEffect(() => {
    if (Object.keys(errors).length === 0) return;
    const wrong = document.getElementById(form)?.querySelector('[data-error]');
    wrong?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, [form, errors]);
  const submit = () => {
    if (busy) return;
    const checked = props.check(dataOf(rows, values, context));
    const found = {
      ...errorsOf(rows, values, checked.error?.issues ?? [], props.depth),
      ...(on === 'unread' ? { on: T.dayUnread } : {}),
    };
    setErrors(found);
    if (checked.success && on !== 'unread' && Object.keys(found).length === 0)
      props.onSubmit({ input: checked.data, on: on === null || on === context.today ? undefined : on });
  };
  /** What is half filled in is not thrown away unasked, be it by Escape, the cross or the button. */
  const close = async () => {
    const changed = on !== null || JSON.stringify(values) !== JSON.stringify(start);
    if (changed && !(await confirm({ title: T.leaveAsk, text: T.leaveText, yes: T.leaveYes, danger: true }))) return;
    props.onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.ctrlKey || event.repeat) return;
    event.preventDefault();
    // The page under the dialog knows this key too.
    event.stopPropagation();
    submit();
  };
  return (
    <Modal
      open
      title={title}
      width="40rem"
      onCancel={() => void close()}
      mask={{ closable: false }}
      destroyOnHidden
      afterOpenChange={(open) => {
        if (open) document.getElementById(form)?.querySelector<HTMLElement>('input, textarea')?.focus();
      }}
      footer={[
        <Button key="no" onClick={() => void close()} data-testid="dialog-cancel">
          {T.cancel}
        </Button>,
        <Button
          key="yes"
          type="primary"
          htmlType="submit"
          form={form}
          loading={busy}
          danger={props.grave ?? false}
          data-testid="dialog-submit"
        >
          {props.yes ?? title}
        </Button>,
      ]}
    >
      <form
        id={form}
        data-testid="dialog"
        onKeyDownCapture={(event) => isClosedList(event.target) && onKeyDown(event)}
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {props.warning && <Alert type="warning" showIcon title={props.warning} />}
        {props.lead && <div className="bm-dialog-due">{props.lead}</div>}
        <FormFields
          Paper={props.Paper}
          rows={rows}
          context={context}
          values={values}
          errors={errors}
          onChange={(key, value) => setValues((before) => ({ ...before, [key]: value }))}
        />
        {withDate && !dateOpen && (
          <Button
            type="link"
            size="small"
            className="bm-other-day"
            onClick={() => setDateOpen(true)}
            data-testid="other-day"
          >
            {T.onChange}
          </Button>
        )}
        {dateOpen && (
          <Field label={T.on} hint={T.onHint} error={errors['on']}>
            <DateField
              label={T.on}
              value={on === 'unread' ? null : (on ?? context.today)}
              today={context.today}
              onChange={(day) => setOn(day ?? 'unread')}
              testId="on"
            />
          </Field>
        )}
        {error !== null && error !== undefined && <ErrorNote error={error} />}
      </form>
    </Modal>
  );
}
