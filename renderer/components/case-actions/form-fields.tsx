/** Draws the fields of a form from their rows. */
import { Button, Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import type { PlaceCode } from '../../../shared/domain/brands.ts';
import { DateField } from '../date-field.tsx';
import { Field } from '../field.tsx';
import { VillageSelect } from '../village-select.tsx';
import type { FieldSpec, FieldValue, FormContext, Gap, Values } from './fields.ts';
import type { FormErrors } from './form-values.ts';
import { ACTION_TEXTS as T } from './texts.ts';
import './case-actions.css';

interface FormFieldsProps {
  readonly specs: readonly FieldSpec[];
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
  readonly spec: FieldSpec;
  readonly context: FormContext;
  readonly value: FieldValue | undefined;
  readonly onChange: (value: FieldValue) => void;
}) {
  const { spec, context, value, onChange } = props;
  const id = `field-${spec.key}`;
  switch (spec.kind) {
    case 'text':
      return spec.lines === undefined ? (
        <Input
          aria-label={spec.label}
          value={String(value ?? '')}
          data-testid={id}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input.TextArea
          aria-label={spec.label}
          rows={spec.lines}
          value={String(value ?? '')}
          data-testid={id}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'choice': {
      const options = Object.entries(spec.options).map(([key, label]) => ({ value: key, label }));
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
          aria-label={spec.label}
          className="bm-select"
          value={value as string | null}
          options={options}
          data-testid={id}
          onChange={(next: string) => onChange(next)}
        />
      );
    }
    case 'number':
    case 'yuan':
      return (
        <InputNumber
          aria-label={spec.label}
          className="bm-number"
          value={value as number | null}
          min={spec.kind === 'number' ? spec.min : 0}
          max={spec.kind === 'number' ? spec.max : 1_000_000}
          precision={spec.kind === 'number' ? 0 : 2}
          suffix={spec.kind === 'number' ? spec.unit : T.yuanUnit}
          data-testid={id}
          onChange={(next) => onChange(next)}
        />
      );
    case 'date':
      return (
        <DateField
          label={spec.label}
          value={value as string | null}
          today={context.today}
          lean={spec.lean}
          onChange={onChange}
          testId={id}
        />
      );
    case 'tick':
      return (
        <Checkbox checked={value === true} data-testid={id} onChange={(event) => onChange(event.target.checked)}>
          {spec.text}
        </Checkbox>
      );
    case 'names':
      return (
        <Checkbox.Group
          className="bm-column"
          value={[...(value as readonly string[])]}
          options={spec.from(context).map((name) => ({ value: name, label: name }))}
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
    case 'gaps':
      return <Gaps gaps={value as readonly Gap[]} onChange={onChange} />;
    case 'branches':
      return <Branches context={context} value={value as readonly string[]} onChange={onChange} />;
    case 'fixed':
      return null;
  }
}

export function FormFields({ specs, context, values, errors, onChange }: FormFieldsProps) {
  return specs
    .filter((spec) => spec.kind !== 'fixed')
    .map((spec) => (
      <Field
        key={spec.key}
        label={spec.label}
        hint={spec.hint}
        required={spec.optional !== true}
        error={errors[spec.key]}
      >
        <Control
          spec={spec}
          context={context}
          value={values[spec.key]}
          onChange={(value) => onChange(spec.key, value)}
        />
      </Field>
    ));
}
