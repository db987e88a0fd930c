/** Draws the fields of a form from their rows. */
import { Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import type { MatterCode, PlaceCode } from '../../../shared/base/brands.ts';
import { DateField } from '../date-field.tsx';
import { Field } from '../field.tsx';
import { TimeField } from '../time-field.tsx';
import { MatterSelect } from './matter-select.tsx';
import { VillageSelect } from '../village-select.tsx';
import type { MaterialItem } from '../../../shared/case/materials.ts';
import { type AskPaper, MaterialStates } from './material-states.tsx';
import type { FieldValue, FormContext, FormRow, Gap, Values } from '../../../shared/case/form.ts';
import { choicesOf } from './form-values.ts';
import type { FormErrors } from './form-values.ts';
import { ACTION_TEXTS as T } from './texts.ts';
import './case-actions.css';

interface FormFieldsProps {
  /** Absent: only whether a paper is here is asked. */
  readonly Paper?: AskPaper | undefined;
  readonly rows: readonly FormRow[];
  readonly context: FormContext;
  readonly values: Values;
  readonly errors: FormErrors;
  readonly onChange: (key: string, value: FieldValue) => void;
}

function Gaps({
  gaps,
  onChange,
}: {
  readonly gaps: readonly Gap[];
  readonly onChange: (gaps: readonly Gap[]) => void;
}) {
  const set = (index: number, part: Partial<Gap>) =>
    onChange(gaps.map((gap, each) => (each === index ? { ...gap, ...part } : gap)));
  return (
    <div className="bm-gaps">
      {gaps.map((gap, index) => (
        // Rows have no name of their own; they are only added at the end and removed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="bm-gap">
          <Input
            value={gap.name}
            aria-label={T.gapName}
            placeholder={T.gapName}
            data-testid={`gap-name-${index}`}
            onChange={(event) => set(index, { name: event.target.value })}
          />
          <Input
            value={gap.problem}
            aria-label={T.gapProblem}
            placeholder={T.gapProblem}
            data-testid={`gap-problem-${index}`}
            onChange={(event) => set(index, { problem: event.target.value })}
          />
          <Button type="text" onClick={() => onChange(gaps.filter((_, each) => each !== index))}>
            {T.gapRemove}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        data-testid="gap-add"
        onClick={() => onChange([...gaps, { name: '', problem: T.gapMissing }])}
      >
        {T.gapAdd}
      </Button>
    </div>
  );
}

function Branches(props: {
  readonly context: FormContext;
  readonly value: readonly string[];
  readonly onChange: (keep: readonly string[]) => void;
}) {
  const branches = props.context.detail?.dispute ?? [];
  if (branches.length === 0) return <span className="bm-quiet">{T.noDispute}</span>;
  return (
    <Radio.Group
      className="bm-column"
      value={props.value[0]}
      onChange={(event) => props.onChange([String(event.target.value)])}
    >
      {branches.map((branch) => (
        <Radio key={branch.id} value={branch.id} data-testid={`keep-${branch.id}`}>
          {T.branch(branch.on, branch.place, branch.staff, branch.label)}
        </Radio>
      ))}
    </Radio.Group>
  );
}

/** More choices than this fold into a drop-down. */
const RADIO_MAX = 6;

function Control(props: {
  readonly row: FormRow;
  readonly Paper: AskPaper | undefined;
  readonly context: FormContext;
  readonly value: FieldValue | undefined;
  readonly values: Values;
  readonly onChange: (value: FieldValue) => void;
}) {
  const { row, Paper, context, value, values, onChange } = props;
  const id = `field-${row.key}`;
  switch (row.kind) {
    case 'text':
      return row.lines === undefined ? (
        <Input
          aria-label={row.label}
          value={String(value ?? '')}
          data-testid={id}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input.TextArea
          aria-label={row.label}
          rows={row.lines}
          value={String(value ?? '')}
          data-testid={id}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'choice': {
      const options = [...choicesOf(row, context)];
      return options.length <= RADIO_MAX ? (
        <Radio.Group value={value} data-testid={id} onChange={(event) => onChange(String(event.target.value))}>
          {options.map((option) => (
            <Radio key={option.value} value={option.value} data-testid={`${id}-${option.value}`}>
              {option.label}
            </Radio>
          ))}
        </Radio.Group>
      ) : (
        <Select
          aria-label={row.label}
          className="bm-select"
          value={value as string | null}
          options={options}
          data-testid={id}
          onChange={(next: string) => onChange(next)}
        />
      );
    }
    case 'yuan':
      return (
        <Input
          aria-label={row.label}
          className="bm-number"
          inputMode="decimal"
          value={value as string}
          suffix={T.yuanUnit}
          data-testid={id}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'number':
      return (
        <InputNumber
          aria-label={row.label}
          className="bm-number"
          value={value as number | null}
          // Bounds here would change what is typed without a word: the field's own check says what is wrong.
          suffix={row.unit}
          data-testid={id}
          onChange={(next) => onChange(next)}
        />
      );
    case 'date':
      return (
        <DateField
          label={row.label}
          value={value as string | null}
          today={context.today}
          lean={row.lean}
          optional={row.optional}
          // What is no day is kept as it stands, so that the form refuses it instead of saving none.
          onChange={(day, typed) => onChange(day ?? (typed.trim() === '' ? null : typed))}
          testId={id}
        />
      );
    case 'time':
      return <TimeField label={row.label} value={value as string | null} onChange={onChange} testId={id} />;
    case 'tick':
      return (
        <Checkbox checked={value === true} data-testid={id} onChange={(event) => onChange(event.target.checked)}>
          {row.text}
        </Checkbox>
      );
    case 'names':
      return (
        <Checkbox.Group
          className="bm-column"
          value={[...(value as readonly string[])]}
          options={row.from(context).map((name) => ({ value: name, label: row.words?.[name] ?? name }))}
          data-testid={id}
          onChange={(next: string[]) => onChange(next)}
        />
      );
    case 'codes':
      return (
        <Checkbox.Group
          value={[...(value as readonly string[])]}
          options={Object.entries(row.from(values)).map(([code, label]) => ({ value: code, label }))}
          data-testid={id}
          onChange={(next: string[]) => onChange(next)}
        />
      );
    case 'village':
      return (
        <VillageSelect
          villages={context.villages ?? []}
          near=""
          value={value as PlaceCode | null}
          onChange={onChange}
        />
      );
    case 'matter':
      return (
        <MatterSelect
          label={row.label}
          proxyableOnly={row.proxyableOnly}
          value={value as MatterCode | null}
          onChange={onChange}
        />
      );
    case 'gaps':
      return <Gaps gaps={value as readonly Gap[]} onChange={onChange} />;
    case 'branches':
      return <Branches context={context} value={value as readonly string[]} onChange={onChange} />;
    case 'materials':
      return (
        <MaterialStates
          items={value as readonly MaterialItem[]}
          today={context.today}
          Paper={Paper}
          onChange={onChange}
        />
      );
    case 'fixed':
      return null;
  }
}

export function FormFields({ rows, Paper, context, values, errors, onChange }: FormFieldsProps) {
  return rows
    .filter((row) => row.kind !== 'fixed')
    .map((row) => (
      <Field key={row.key} label={row.label} hint={row.hint} required={!row.optional} error={errors[row.key]}>
        <Control
          row={row}
          Paper={Paper}
          context={context}
          value={values[row.key]}
          values={values}
          onChange={(value) => onChange(row.key, value)}
        />
      </Field>
    ));
}
